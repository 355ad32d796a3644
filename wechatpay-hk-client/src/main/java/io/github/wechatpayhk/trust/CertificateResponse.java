package io.github.wechatpayhk.trust;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.signature.ResponseVerifier;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.SignedResponse;
import reactor.core.publisher.Mono;

/**
 * Decides whether a download of certificates is trusted (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#platform-certificates">protocol</a>).
 * Two proofs are asked for: the certificates were encrypted with the APIv3 key, and the
 * response was signed, just now, by one of them that is valid. The first keeps untrusted
 * keys out, the second keeps them from serving an old list again.
 */
final class CertificateResponse {

	private static final String SET_PUBLIC_KEY = "; set 'wechatpay.hk.public-key-id' and 'wechatpay.hk.public-key'";

	private final CertificateList list;

	private final InstantSource clock;

	CertificateResponse(ApiV3Key apiV3Key, InstantSource clock) {
		this.list = new CertificateList(apiV3Key);
		this.clock = clock;
	}

	/**
	 * Read a response.
	 * @param response the response, of any status
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
				.create((serialNumber) -> Mono.justOrEmpty(listed.find(serialNumber, now)), this.clock,
						SignatureProvider.auto())
				.verify(response)
				.thenReturn(listed)
				.onErrorMap(WechatPayHkSignatureException.class, (ex) -> refusal(response, ex));
		}
		catch (RefusedDownloadException ex) {
			return Mono.error(ex);
		}
	}

	private static RefusedDownloadException refusal(SignedResponse response, WechatPayHkSignatureException ex) {
		boolean isSignedByPublicKey = ex.reason() == WechatPayHkSignatureException.Reason.UNKNOWN_SERIAL
				&& response.headers()
					.apply("Wechatpay-Serial")
					.stream()
					.anyMatch((serialNumber) -> serialNumber.startsWith("PUB_KEY_ID_"));
		return new RefusedDownloadException(isSignedByPublicKey
				? "the response is signed with a WeChat Pay public key" + SET_PUBLIC_KEY
				: "the signature of the response does not hold (" + ex.reason().name().toLowerCase(Locale.ROOT) + ')',
				ex);
	}

	private static void requireSuccess(SignedResponse response) throws RefusedDownloadException {
		if (response.status() == 200) {
			return;
		}
		WechatPayHkApiException download = CertificateList.error(response);
		if (download.status() == 404 && (download.hasCode("NOT_FOUND") || download.hasCode("RESOURCE_NOT_EXISTS"))) {
			throw RefusedDownloadException.withoutCertificates("WeChat Pay has none for this merchant, which therefore"
					+ " uses the public-key mode" + SET_PUBLIC_KEY);
		}
		throw new RefusedDownloadException("WeChat Pay responded with " + download.status()
				+ ((download.code() != null) ? " " + download.code() : "")
				+ ((download.description() != null) ? " '" + download.description() + '\'' : "") + ", Request-ID "
				+ ((download.requestId() != null) ? download.requestId() : "none") + advice(response, download), null);
	}

	private static String advice(SignedResponse response, WechatPayHkApiException download) {
		if (download.advice() == null) {
			return "";
		}
		String serialNumber = response.requestSerialNumber();
		return ((serialNumber != null) ? ", signed under serial number " + serialNumber : "") + "; "
				+ download.advice();
	}

}
