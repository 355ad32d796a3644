package io.github.wechatpayhk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/**
 * The keys of one run, made for it and shared by its processes through files: the
 * merchant's pair, and that of WeChat Pay's part.
 *
 * @param merchant signs the requests
 * @param platform signs the responses
 */
public record BenchmarkKeys(KeyPair merchant, KeyPair platform) {

	/**
	 * The merchant's number.
	 */
	public static final String MCHID = "1900000109";

	/**
	 * The serial number of the merchant's certificate.
	 */
	public static final String MERCHANT_SERIAL = "444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4";

	/**
	 * The id of the platform's public key.
	 */
	public static final String PUBLIC_KEY_ID = "PUB_KEY_ID_0114232134912410000000000000";

	private static final int KEY_SIZE = 2048;

	/**
	 * Make new keys.
	 * @return two RSA pairs of 2048 bits
	 */
	public static BenchmarkKeys generate() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(KEY_SIZE);
			return new BenchmarkKeys(generator.generateKeyPair(), generator.generateKeyPair());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Write the keys.
	 * @param directory an existing directory
	 * @throws IOException if it cannot be written
	 */
	public void write(Path directory) throws IOException {
		write(directory, "merchant", this.merchant);
		write(directory, "platform", this.platform);
	}

	private static void write(Path directory, String name, KeyPair pair) throws IOException {
		Files.write(directory.resolve(name + ".key"), pair.getPrivate().getEncoded());
		Files.write(directory.resolve(name + ".pub"), pair.getPublic().getEncoded());
	}

	/**
	 * Read the keys that another process wrote.
	 * @param directory where they are
	 * @return the keys
	 * @throws IOException if they cannot be read
	 */
	public static BenchmarkKeys read(Path directory) throws IOException {
		return new BenchmarkKeys(read(directory, "merchant"), read(directory, "platform"));
	}

	private static KeyPair read(Path directory, String name) throws IOException {
		try {
			KeyFactory factory = KeyFactory.getInstance("RSA");
			PrivateKey privateKey = factory
				.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(directory.resolve(name + ".key"))));
			PublicKey publicKey = factory
				.generatePublic(new X509EncodedKeySpec(Files.readAllBytes(directory.resolve(name + ".pub"))));
			return new KeyPair(publicKey, privateKey);
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

	@Override
	public String toString() {
		return "BenchmarkKeys[***]";
	}

}
