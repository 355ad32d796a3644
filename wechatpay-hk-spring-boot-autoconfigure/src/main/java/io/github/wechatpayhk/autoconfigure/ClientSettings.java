package io.github.wechatpayhk.autoconfigure;

import io.github.wechatpayhk.WechatPayHkClientBuilder;
import io.github.wechatpayhk.error.UnsignedRefusals;
import io.github.wechatpayhk.resilience.FailoverSettings;
import io.github.wechatpayhk.signature.AcceptedNonces;
import io.github.wechatpayhk.signature.SignatureListener;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * What all clients of an application have in common, for all merchants.
 */
final class ClientSettings {

	private final ExchangeLimits limits;

	private final @Nullable FailoverSettings failover;

	private final @Nullable UnsignedRefusals unsignedRefusals;

	private final SignatureProvider signatureProvider;

	private final SignatureListener signatureListener;

	private final AcceptedNonces acceptedNonces = AcceptedNonces.create();

	private final ObjectProvider<WechatPayHkWebClientCustomizer> customizers;

	ClientSettings(ExchangeLimits limits, @Nullable FailoverSettings failover,
			@Nullable UnsignedRefusals unsignedRefusals, SignatureProvider signatureProvider,
			ObjectProvider<SignatureListener> signatureListeners,
			ObjectProvider<WechatPayHkWebClientCustomizer> customizers) {
		this.limits = limits;
		this.failover = failover;
		this.unsignedRefusals = unsignedRefusals;
		this.signatureProvider = signatureProvider;
		this.signatureListener = signatureListeners.orderedStream()
			.reduce(SignatureListener::andThen)
			.orElseGet(SignatureListener::none);
		this.customizers = customizers;
	}

	void applyTo(WechatPayHkClientBuilder builder) {
		builder.limits(this.limits)
			.signatureProvider(this.signatureProvider)
			.signatureListener(this.signatureListener)
			.acceptedNonces(this.acceptedNonces);
		if (this.failover != null) {
			builder.certificateHosts(this.failover.baseUrls());
		}
		if (this.unsignedRefusals != null) {
			builder.trustUnsignedRefusals(this.unsignedRefusals);
		}
		this.customizers.orderedStream().forEach((customizer) -> builder.customize(customizer::customize));
	}

}
