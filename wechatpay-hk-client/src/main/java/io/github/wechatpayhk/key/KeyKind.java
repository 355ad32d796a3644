package io.github.wechatpayhk.key;

import io.github.wechatpayhk.key.DerReader.Element;
import org.jspecify.annotations.Nullable;

/**
 * What some DER bytes hold, judged by their structure: the label around them may be
 * missing or wrong.
 */
enum KeyKind {

	/**
	 * A private key as most tools write it.
	 */
	PKCS8("a private key"),

	/**
	 * An RSA private key in its older form.
	 */
	PKCS1("an RSA private key (PKCS#1)"),

	/**
	 * A private key under a password.
	 */
	ENCRYPTED_PKCS8("an encrypted private key"),

	/**
	 * A private key in the older form of elliptic curves.
	 */
	ELLIPTIC_CURVE("a private key that is not RSA (elliptic curve)"),

	/**
	 * A public key as most tools write it.
	 */
	PUBLIC("a public key"),

	/**
	 * An RSA public key in its older form.
	 */
	PKCS1_PUBLIC("an RSA public key (PKCS#1)"),

	/**
	 * A certificate.
	 */
	CERTIFICATE("a certificate"),

	/**
	 * A certificate request, which is what a certificate is made from.
	 */
	CERTIFICATE_REQUEST("a certificate request"),

	/**
	 * A PKCS#12 key store.
	 */
	KEY_STORE("a PKCS#12 key store"),

	/**
	 * Anything else.
	 */
	UNKNOWN("neither a key nor a certificate");

	private final String description;

	KeyKind(String description) {
		this.description = description;
	}

	String description() {
		return this.description;
	}

	static KeyKind of(byte[] der) {
		Element outer = new DerReader(der).next();
		if (outer == null || outer.tag() != DerReader.SEQUENCE) {
			return UNKNOWN;
		}
		DerReader inside = outer.inside();
		Element first = inside.next();
		Element second = inside.next();
		if (Element.has(first, DerReader.INTEGER)) {
			return startingWithNumber(first, second);
		}
		if (first == null || first.tag() != DerReader.SEQUENCE) {
			return UNKNOWN;
		}
		return startingWithSequence(first, second);
	}

	private static KeyKind startingWithNumber(@Nullable Element number, @Nullable Element second) {
		boolean isLong = number != null && number.length() > 1;
		if (Element.has(second, DerReader.INTEGER)) {
			return isLong ? PKCS1_PUBLIC : PKCS1;
		}
		if (Element.has(second, DerReader.OCTET_STRING)) {
			return ELLIPTIC_CURVE;
		}
		if (Element.has(second, DerReader.SEQUENCE) && number != null && number.length() == 1) {
			return (number.content()[0] == 3) ? KEY_STORE : PKCS8;
		}
		return UNKNOWN;
	}

	private static KeyKind startingWithSequence(Element first, @Nullable Element second) {
		if (Element.has(second, DerReader.BIT_STRING)) {
			return PUBLIC;
		}
		if (Element.has(second, DerReader.OCTET_STRING)) {
			return ENCRYPTED_PKCS8;
		}
		if (Element.has(second, DerReader.SEQUENCE)) {
			return isRequest(first) ? CERTIFICATE_REQUEST : CERTIFICATE;
		}
		return UNKNOWN;
	}

	/**
	 * A request has version, subject and key, a certificate a version in brackets or
	 * several names.
	 */
	private static boolean isRequest(Element content) {
		DerReader inside = content.inside();
		Element version = inside.next();
		Element subject = inside.next();
		Element key = inside.next();
		return Element.has(version, DerReader.INTEGER) && Element.has(subject, DerReader.SEQUENCE) && key != null
				&& Element.has(key.inside().next(), DerReader.SEQUENCE);
	}

}
