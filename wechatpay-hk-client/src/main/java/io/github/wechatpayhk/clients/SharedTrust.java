package io.github.wechatpayhk.clients;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.Merchant;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformTrust;
import org.jspecify.annotations.Nullable;

/**
 * Platform keys for all merchants that sign with the same key and trust the same: the
 * sub-merchants of an institution download its certificates once. Held only as long as
 * one of their clients is.
 */
final class SharedTrust {

	private final ConcurrentMap<Sharing, WeakReference<PlatformKeys>> shared = new ConcurrentHashMap<>();

	PlatformTrust of(Merchant merchant) {
		Sharing sharing = new Sharing(merchant.ids().signer(), merchant.credential().serialNumber(),
				merchant.credential().signer(), merchant.trust(), merchant.generation(), merchant.baseUrl(),
				merchant.certificatesPath());
		return (source, clock) -> {
			this.shared.values().removeIf((reference) -> reference.get() == null);
			PlatformKeys keys = merchant.trust().keys(source, clock);
			WeakReference<PlatformKeys> present = this.shared.merge(sharing, new WeakReference<>(keys),
					(former, latter) -> (former.get() != null) ? former : latter);
			PlatformKeys held = present.get();
			return (held != null) ? held : keys;
		};
	}

	/**
	 * What must be equal so that one download serves all.
	 *
	 * @param signer the number that signs the download
	 * @param serialNumber the serial number of the key that signs it
	 * @param key signs it; a wrong key may be corrected under the same serial number
	 * @param trust what is trusted
	 * @param generation gives the path
	 * @param baseUrl gives the host
	 * @param certificatesPath gives the path instead
	 */
	private record Sharing(String signer, SerialNumber serialNumber, Signer key, PlatformTrust trust,
			ApiGeneration generation, @Nullable URI baseUrl, @Nullable String certificatesPath) {

	}

}
