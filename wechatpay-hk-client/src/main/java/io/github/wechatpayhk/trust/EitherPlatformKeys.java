package io.github.wechatpayhk.trust;

import java.security.PublicKey;

import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;
import reactor.core.publisher.Mono;

/**
 * Keys of one source, and where it has none, of another.
 */
final class EitherPlatformKeys implements PlatformKeys {

	private final PlatformKeys first;

	private final PlatformKeys second;

	EitherPlatformKeys(PlatformKeys first, PlatformKeys second) {
		this.first = first;
		this.second = second;
	}

	@Override
	public Mono<PublicKey> find(SerialNumber serialNumber) {
		Mono<PublicKey> other = Mono.defer(() -> this.second.find(serialNumber));
		return this.first.find(serialNumber)
			.onErrorResume((ex) -> other.switchIfEmpty(Mono.error(ex)))
			.switchIfEmpty(other);
	}

	@Override
	public Mono<SerialNumber> preferred() {
		Mono<SerialNumber> other = Mono.defer(this.second::preferred);
		return this.first.preferred().onErrorResume((ex) -> other.switchIfEmpty(Mono.error(ex))).switchIfEmpty(other);
	}

	@Override
	public TrustState state() {
		return this.first.state().and(this.second.state());
	}

}
