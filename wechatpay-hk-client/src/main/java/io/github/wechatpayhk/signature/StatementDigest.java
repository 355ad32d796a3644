package io.github.wechatpayhk.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import io.github.wechatpayhk.error.WechatPayHkSignatureException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What is signed in place of the body of a statement: its SHA-1, in the header
 * {@code Wechatpay-Statement-Sha1} (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#statement-signature">protocol</a>).
 * Only the signature over the digest and the digest over the body together prove the
 * file. Immutable and safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class StatementDigest {

	private static final String HEADER = "Wechatpay-Statement-Sha1";

	private static final Pattern SHA1 = Pattern.compile("[0-9A-Fa-f]{40}");

	private final String header;

	private StatementDigest(String header) {
		this.header = header;
	}

	/**
	 * Read the digest of a response.
	 * @param response the response; its body is not looked at
	 * @return the digest, or {@code null} if the signature covers the body itself
	 * @throws RefusedSignatureException if it is no digest
	 */
	static @Nullable StatementDigest of(SignedResponse response) throws RefusedSignatureException {
		List<String> digests = response.headers().apply(HEADER);
		if (digests.isEmpty() || !isStatement(response)) {
			return null;
		}
		if (digests.size() != 1 || !SHA1.matcher(digests.get(0)).matches()) {
			throw new RefusedSignatureException(Reason.MALFORMED, null);
		}
		return new StatementDigest(digests.get(0));
	}

	private static boolean isStatement(SignedResponse response) {
		return response.method().equals("GET") && response.isSuccess() && response.path().endsWith("/statements");
	}

	/**
	 * Return what stands in the third line of the signed message.
	 */
	byte[] signedBody() {
		return ("{\"sha1\":\"" + this.header + "\"}").getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Compare with the digest of the body that was received.
	 * @param sha1 the 20 bytes of its SHA-1, after decompression
	 * @return whether the body is the one that was signed
	 */
	public boolean matches(byte[] sha1) {
		return MessageDigest.isEqual(HexFormat.of().parseHex(this.header), sha1);
	}

	/**
	 * Begin to digest a body.
	 * @return a new digest
	 */
	public static MessageDigest sha1() {
		try {
			return MessageDigest.getInstance("SHA-1");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

}
