package io.github.wechatpayhk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Keys of any number of merchants. Few pairs are generated, as that takes long, and
 * shared out in turn: the arithmetic is the same, and each merchant still gets key
 * objects of its own. Number and serial number of a merchant follow from its index.
 */
public final class MerchantKeys {

	private static final long FIRST_MCHID = 1_900_100_000;

	private static final int SERIAL_LENGTH = 40;

	private final List<byte[]> privateKeys;

	private final List<byte[]> publicKeys;

	private final List<PublicKey> verifying = new ArrayList<>();

	private MerchantKeys(List<byte[]> privateKeys, List<byte[]> publicKeys) {
		this.privateKeys = privateKeys;
		this.publicKeys = publicKeys;
		for (byte[] encoded : publicKeys) {
			this.verifying.add(publicKey(encoded));
		}
	}

	/**
	 * Return no keys at all.
	 * @return keys that verify nothing
	 */
	public static MerchantKeys none() {
		return new MerchantKeys(List.of(), List.of());
	}

	/**
	 * Make new keys.
	 * @param pairs how many pairs of RSA 2048 bits
	 * @return the keys
	 */
	public static MerchantKeys generate(int pairs) {
		List<byte[]> privateKeys = new ArrayList<>();
		List<byte[]> publicKeys = new ArrayList<>();
		for (int i = 0; i < pairs; i++) {
			BenchmarkKeys keys = BenchmarkKeys.generate();
			privateKeys.add(keys.merchant().getPrivate().getEncoded());
			publicKeys.add(keys.merchant().getPublic().getEncoded());
		}
		return new MerchantKeys(privateKeys, publicKeys);
	}

	/**
	 * Write the keys.
	 * @param directory an existing directory
	 * @throws IOException if it cannot be written
	 */
	public void write(Path directory) throws IOException {
		for (int i = 0; i < this.privateKeys.size(); i++) {
			Files.write(directory.resolve("merchant-" + i + ".key"), this.privateKeys.get(i));
			Files.write(directory.resolve("merchant-" + i + ".pub"), this.publicKeys.get(i));
		}
	}

	/**
	 * Read the keys that another process wrote.
	 * @param directory where they are, if there are any
	 * @return the keys
	 * @throws IOException if they cannot be read
	 */
	public static MerchantKeys read(Path directory) throws IOException {
		List<byte[]> privateKeys = new ArrayList<>();
		List<byte[]> publicKeys = new ArrayList<>();
		while (Files.exists(directory.resolve("merchant-" + privateKeys.size() + ".key"))) {
			String name = "merchant-" + privateKeys.size();
			privateKeys.add(Files.readAllBytes(directory.resolve(name + ".key")));
			publicKeys.add(Files.readAllBytes(directory.resolve(name + ".pub")));
		}
		return new MerchantKeys(privateKeys, publicKeys);
	}

	/**
	 * Return the number of a merchant.
	 * @param index which merchant, from 0
	 * @return its number
	 */
	public static String mchid(int index) {
		return Long.toString(FIRST_MCHID + index);
	}

	/**
	 * Return the serial number of the key of a merchant.
	 * @param mchid its number
	 * @return the serial number
	 */
	public static String serial(String mchid) {
		return "0".repeat(SERIAL_LENGTH - mchid.length()) + mchid;
	}

	/**
	 * Return a new object for the private key of a merchant.
	 * @param mchid its number
	 * @return the key, shared with no other merchant
	 */
	public PrivateKey privateKey(String mchid) {
		try {
			return KeyFactory.getInstance("RSA")
				.generatePrivate(new PKCS8EncodedKeySpec(this.privateKeys.get(pair(mchid))));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Find the key that verifies the requests of a merchant.
	 * @param mchid what the request says about the merchant
	 * @param serial what it says about the key
	 * @return the key, or {@code null} if the two do not belong together
	 */
	public @Nullable PublicKey publicKey(String mchid, String serial) {
		return (!this.verifying.isEmpty() && mchid.matches("\\d{10}") && serial.equals(serial(mchid)))
				? this.verifying.get(pair(mchid)) : null;
	}

	private int pair(String mchid) {
		return Math.floorMod(Long.parseLong(mchid), this.publicKeys.size());
	}

	private static PublicKey publicKey(byte[] encoded) {
		try {
			return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return "MerchantKeys[***]";
	}

}
