package io.github.wechatpayhk.trust;

import java.security.PublicKey;

import io.github.wechatpayhk.signature.SerialNumber;
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
		return this.first.find(serialNumber).switchIfEmpty(Mono.defer(() -> this.second.find(serialNumber)));
	}

	@Override
	public Mono<SerialNumber> preferred() {
		return this.first.preferred().switchIfEmpty(Mono.defer(this.second::preferred));
	}

}
