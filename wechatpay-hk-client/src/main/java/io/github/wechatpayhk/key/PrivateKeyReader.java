package io.github.wechatpayhk.key;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads the merchant's private key ({@code apiclient_key.pem}): PKCS#8, plain or
 * encrypted, or PKCS#1, as PEM or as Base64 without label. Line ends may be real or
 * written as {@code \n}.
 *
 * @since 0.1.0
 */
public final class PrivateKeyReader {

	private static final Set<KeyKind> PRIVATE = Set.of(KeyKind.PKCS8, KeyKind.PKCS1, KeyKind.ENCRYPTED_PKCS8);

	/**
	 * Object identifiers of elliptic curves, Ed25519, X25519, DSA and RSASSA-PSS, which
	 * the key factory would only call invalid.
	 */
	private static final List<String> NOT_RSA = List.of("06072a8648ce3d0201", "06032b6570", "06032b656e",
			"06072a8648ce380401", "06092a864886f70d01010a");

	/**
	 * Version 0 and the algorithm {@code rsaEncryption}, as they stand before the key in
	 * PKCS#8.
	 */
	private static final String RSA_HEADER = "020100300d06092a864886f70d0101010500";

	private static final int LENGTH_OF_TWO_BYTES = 0x82;

	private static final int SHORTEST_CONTENT = 0x100;

	private static final int LONGEST_CONTENT = 0xFFFF;

	private PrivateKeyReader() {
	}

	/**
	 * Read a key that is not encrypted.
	 * @param text the text
	 * @return an RSA key of 2048 bits or more
	 * @throws UnusableKeyException if the text holds anything else
	 */
	public static PrivateKey read(String text) {
		return read(text, null);
	}

	/**
	 * Read a key that may be encrypted.
	 * @param text the text; of several keys in it the first counts
	 * @param password the password of an encrypted key, not used for a plain one
	 * @return an RSA key of 2048 bits or more
	 * @throws UnusableKeyException if the text holds anything else, or the password does
	 * not fit
	 */
	public static PrivateKey read(String text, @Nullable String password) {
		List<byte[]> blocks = PemText.blocks(text);
		for (byte[] der : blocks) {
			KeyKind kind = KeyKind.of(der);
			if (PRIVATE.contains(kind)) {
				return read(kind, der, password);
			}
		}
		throw new UnusableKeyException(
				"It holds " + KeyKind.of(blocks.get(0)).description() + " where the private key belongs");
	}

	private static PrivateKey read(KeyKind kind, byte[] der, @Nullable String password) {
		if (kind == KeyKind.ENCRYPTED_PKCS8) {
			return pkcs8(EncryptedKey.decrypt(der, password));
		}
		return pkcs8((kind == KeyKind.PKCS1)
				? sequence(HexFormat.of().parseHex(RSA_HEADER), element(DerReader.OCTET_STRING, der)) : der);
	}

	private static PrivateKey pkcs8(byte[] der) {
		requireRsa(der);
		try {
			PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
			if (key instanceof RSAPrivateCrtKey) {
				return RsaRule.require(key);
			}
			throw new UnusableKeyException("It holds an RSA private key without its public half");
		}
		catch (GeneralSecurityException ex) {
			throw new UnusableKeyException("It holds a private key that is damaged", ex);
		}
	}

	private static void requireRsa(byte[] der) {
		String head = HexFormat.of().formatHex(der, 0, Math.min(der.length, 32));
		if (NOT_RSA.stream().anyMatch(head::contains)) {
			throw new UnusableKeyException("It holds a private key that is not RSA");
		}
	}

	private static byte[] sequence(byte[]... elements) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		Arrays.stream(elements).forEach(content::writeBytes);
		return element(DerReader.SEQUENCE, content.toByteArray());
	}

	private static byte[] element(int tag, byte[] content) {
		if (content.length < SHORTEST_CONTENT || content.length > LONGEST_CONTENT) {
			throw new UnusableKeyException("It holds a private key that is damaged");
		}
		ByteArrayOutputStream element = new ByteArrayOutputStream(content.length + 4);
		element.write(tag);
		element.write(LENGTH_OF_TWO_BYTES);
		element.write(content.length >> 8);
		element.write(content.length);
		element.writeBytes(content);
		return element.toByteArray();
	}

}
