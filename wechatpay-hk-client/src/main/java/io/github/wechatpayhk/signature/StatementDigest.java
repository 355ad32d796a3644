package io.github.wechatpayhk.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import io.github.wechatpayhk.error.WechatPayHkSignatureException.Reason;

/**
 * The one response whose signature covers a digest in place of its body: a statement
 * download with a {@code Wechatpay-Statement-Sha1} header (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#statement-signature">protocol</a>).
 * Only the signature over the digest and the digest over the body together prove the
 * file.
 */
final class StatementDigest {

	private static final String HEADER = "Wechatpay-Statement-Sha1";

	private static final Pattern SHA1 = Pattern.compile("[0-9A-Fa-f]{40}");

	private StatementDigest() {
	}

	/**
	 * Return what stands in the third line of the signed message.
	 * @param response the response
	 * @return its body, or the digest of a statement
	 * @throws RefusedSignatureException if the digest is not that of the body
	 */
	static byte[] signedBody(SignedResponse response) throws RefusedSignatureException {
		List<String> digests = response.headers().apply(HEADER);
		if (digests.isEmpty() || !isStatement(response)) {
			return response.body();
		}
		String digest = digests.get(0);
		if (digests.size() != 1 || !SHA1.matcher(digest).matches()) {
			throw new RefusedSignatureException(Reason.MALFORMED, null);
		}
		if (!MessageDigest.isEqual(HexFormat.of().parseHex(digest), sha1(response.body()))) {
			throw new RefusedSignatureException(Reason.MISMATCH, null);
		}
		return ("{\"sha1\":\"" + digest + "\"}").getBytes(StandardCharsets.UTF_8);
	}

	private static boolean isStatement(SignedResponse response) {
		return response.method().equals("GET") && response.isSuccess() && response.path().endsWith("/statements");
	}

	private static byte[] sha1(byte[] body) throws RefusedSignatureException {
		try {
			return MessageDigest.getInstance("SHA-1").digest(body);
		}
		catch (GeneralSecurityException ex) {
			throw new RefusedSignatureException(Reason.MISMATCH, ex);
		}
	}

}
