package io.github.wechatpayhk.probe;

import java.io.IOException;
import java.security.PublicKey;

import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys;
import reactor.core.publisher.Mono;

/**
 * Keys of an application that cannot be looked up.
 */
final class FailingKeys implements PlatformKeys {

	private final Mono<SerialNumber> preferred;

	private FailingKeys(Mono<SerialNumber> preferred) {
		this.preferred = preferred;
	}

	static PlatformKeys onFind(PlatformKeys sound) {
		return new FailingKeys(sound.preferred());
	}

	static PlatformKeys always() {
		return new FailingKeys(Mono.error(new IOException("The key store is away")));
	}

	static PlatformKeys throwing() {
		return new PlatformKeys() {

			@Override
			public Mono<PublicKey> find(SerialNumber serialNumber) {
				throw new IllegalStateException("The key store is broken");
			}

			@Override
			public Mono<SerialNumber> preferred() {
				throw new IllegalStateException("The key store is broken");
			}

		};
	}

	@Override
	public Mono<PublicKey> find(SerialNumber serialNumber) {
		return Mono.error(new IOException("The key store is away"));
	}

	@Override
	public Mono<SerialNumber> preferred() {
		return this.preferred;
	}

}
