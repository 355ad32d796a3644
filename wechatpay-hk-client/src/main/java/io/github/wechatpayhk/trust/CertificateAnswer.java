package io.github.wechatpayhk.trust;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;

import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.signature.ResponseVerifier;
import io.github.wechatpayhk.signature.SignedResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Decides whether a download of certificates is believed (protocol, "Trust, refresh,
 * rotation, expiry"). Two proofs are asked for: the certificates were sealed with the
 * APIv3 key, and the answer was signed, just now, by one of them that is valid. The first
 * keeps strangers out, the second keeps them from serving an old list again.
 */
final class CertificateAnswer {

	private static final Set<String> NO_CERTIFICATES = Set.of("NOTFOUND", "RESOURCENOTEXISTS");

	private final CertificateList list;

	private final InstantSource clock;

	CertificateAnswer(AeadDecryptor decryptor, InstantSource clock) {
		this.list = new CertificateList(decryptor);
		this.clock = clock;
	}

	/**
	 * Read an answer.
	 * @param response the answer, of any status
	 * @return what it lists, or a {@link RefusedDownloadException}
	 */
	Mono<CertificateSet> read(SignedResponse response) {
		try {
			requireSuccess(response);
			CertificateSet listed = this.list.read(response.body());
			Instant now = this.clock.instant();
			if (listed.preferred(now) == null) {
				throw new RefusedDownloadException("none of the listed certificates is valid now", null);
			}
			return ResponseVerifier
				.create((serialNumber) -> Mono.justOrEmpty(listed.find(serialNumber, now)), this.clock)
				.verify(response)
				.thenReturn(listed)
				.onErrorMap(WechatPayHkSignatureException.class, CertificateAnswer::refusal);
		}
		catch (RefusedDownloadException ex) {
			return Mono.error(ex);
		}
	}

	private static RefusedDownloadException refusal(WechatPayHkSignatureException ex) {
		return new RefusedDownloadException(
				"the signature of the answer does not hold (" + ex.reason().name().toLowerCase(Locale.ROOT) + ')', ex);
	}

	private static void requireSuccess(SignedResponse response) throws RefusedDownloadException {
		if (response.status() == 200) {
			return;
		}
		String code = normalized(CertificateList.code(response.body()));
		if (response.status() == 404 && code != null && NO_CERTIFICATES.contains(code)) {
			throw new RefusedDownloadException("WeChat Pay has none for this merchant, which therefore uses the"
					+ " public-key mode; set 'wechatpay.hk.public-key-id' and 'wechatpay.hk.public-key'", null);
		}
		throw new RefusedDownloadException("WeChat Pay answered " + response.status()
				+ ((code != null) ? " with the code " + code : "") + ", Request-ID " + response.requestId(), null);
	}

	private static @Nullable String normalized(@Nullable String code) {
		if (code == null || !code.matches("[0-9A-Za-z_]{1,64}")) {
			return null;
		}
		return code.replace("_", "").toUpperCase(Locale.ROOT);
	}

}
