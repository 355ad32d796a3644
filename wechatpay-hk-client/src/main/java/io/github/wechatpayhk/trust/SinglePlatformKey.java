package io.github.wechatpayhk.trust;

import java.security.PublicKey;
import java.util.List;

import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The WeChat Pay public key of a merchant.
 */
final class SinglePlatformKey implements PlatformKeys {

	private final SerialNumber id;

	private final Mono<SerialNumber> preferred;

	private final PublicKey publicKey;

	private final Mono<PublicKey> found;

	SinglePlatformKey(SerialNumber id, PublicKey publicKey) {
		this.id = id;
		this.preferred = Mono.just(id);
		this.publicKey = publicKey;
		this.found = Mono.just(publicKey);
	}

	@Override
	public Mono<PublicKey> find(SerialNumber serialNumber) {
		return this.id.equals(serialNumber) ? this.found : Mono.empty();
	}

	@Override
	public Mono<SerialNumber> preferred() {
		return this.preferred;
	}

	@Override
	public TrustState state() {
		return TrustState.of(List.of(new TrustState.TrustedKey(this.id, null, null, true)));
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SinglePlatformKey that && this.id.equals(that.id)
				&& this.publicKey.equals(that.publicKey);
	}

	@Override
	public int hashCode() {
		return this.id.hashCode();
	}

}
