package io.github.wechatpayhk.trust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Makes self-signed certificates, byte by byte, as the JDK has no public way to.
 */
public final class TestCertificates {

	private static final byte[] SHA256_WITH_RSA = HexFormat.of().parseHex("300d06092a864886f70d01010b0500");

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private TestCertificates() {
	}

	public static KeyPair rsa() {
		return keyPair("RSA", 2048);
	}

	public static KeyPair keyPair(String algorithm, int bits) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
			generator.initialize(bits);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static X509Certificate create(KeyPair subject, KeyPair signer, String serialNumber, Instant notBefore,
			Instant notAfter) {
		byte[] name = der(0x30, der(0x31, der(0x30, HexFormat.of().parseHex("0603550403"),
				der(0x0c, "Test platform".getBytes(StandardCharsets.UTF_8)))));
		byte[] toBeSigned = der(0x30, der(0xa0, der(0x02, new byte[] { 2 })),
				der(0x02, new BigInteger(serialNumber, 16).toByteArray()), SHA256_WITH_RSA, name,
				der(0x30, time(notBefore), time(notAfter)), name, subject.getPublic().getEncoded());
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(signer.getPrivate());
			signature.update(toBeSigned);
			byte[] certificate = der(0x30, toBeSigned, SHA256_WITH_RSA, der(0x03, new byte[1], signature.sign()));
			return (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(certificate));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] time(Instant time) {
		return der(0x18, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
	}

	private static byte[] der(int tag, byte[]... parts) {
		int length = Arrays.stream(parts).mapToInt((part) -> part.length).sum();
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(tag);
		if (length < 0x80) {
			out.write(length);
		}
		else {
			out.write(0x82);
			out.write(length >> 8);
			out.write(length);
		}
		List.of(parts).forEach(out::writeBytes);
		return out.toByteArray();
	}

}
