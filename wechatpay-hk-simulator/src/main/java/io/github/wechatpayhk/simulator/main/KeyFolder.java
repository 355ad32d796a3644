package io.github.wechatpayhk.simulator.main;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.certificate.Pem;
import io.github.wechatpayhk.simulator.certificate.RsaKeys;
import io.github.wechatpayhk.simulator.certificate.SelfSignedCertificate;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.platform.PlatformSettings;
import io.github.wechatpayhk.simulator.platform.SimulatedPlatform;

/**
 * The folder with the keys of both sides. What is not there is generated and written.
 */
final class KeyFolder {

	private static final String KEY_STORE = "apiclient_cert.p12";

	private static final Duration VALIDITY = Duration.ofDays(5 * 365);

	private final Path folder;

	private final SecureRandom random = new SecureRandom();

	private KeyFolder(Path folder) {
		this.folder = folder;
	}

	static KeyFolder open(Path path) {
		try {
			Files.createDirectories(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The folder for keys cannot be made", ex);
		}
		KeyFolder folder = new KeyFolder(path);
		folder.complete("apiclient_key.pem", "apiclient_cert.pem", "Simulated merchant");
		folder.complete("platform_key.pem", "platform_cert.pem", "Simulated platform");
		folder.complete("platform_public_key_private.pem", "", "");
		return folder;
	}

	private void complete(String keyFile, String certificateFile, String name) {
		if (Files.exists(file(keyFile))) {
			return;
		}
		KeyPair keys = RsaKeys.generate(this.random);
		write(keyFile, Pem.write(keys.getPrivate()));
		if (!certificateFile.isEmpty()) {
			Instant from = Instant.now().minus(Duration.ofDays(1));
			write(certificateFile, Pem.write(SelfSignedCertificate.create(name, RsaKeys.serialNumber(this.random), keys,
					from, from.plus(VALIDITY))));
		}
	}

	SimulatedMerchant merchant(Options options) {
		return SimulatedMerchant.builder()
			.bothModes(options.mchid(), options.spMchid())
			.keys(read("apiclient_key.pem"), read("apiclient_cert.pem"))
			.apiV3Key(options.apiV3Key())
			.build();
	}

	PlatformSettings platform(PlatformSettings settings) {
		return settings.withCertificate(read("platform_key.pem"), read("platform_cert.pem"))
			.withPublicKey(SimulatedPlatform.DEFAULT_PUBLIC_KEY_ID, read("platform_public_key_private.pem"));
	}

	/**
	 * Write what a client needs to call a simulator.
	 */
	void describe(WechatPayHkSimulator simulator) {
		SimulatedMerchant merchant = simulator.merchant();
		write("pub_key.pem", simulator.platform().publicKeyPem());
		writeKeyStore(merchant);
		write("settings.properties",
				"""
						# The simulator writes this file at each start. Spring Boot imports it with
						# spring.config.import=file:.../settings.properties
						wechatpay.hk.base-url=%s
						wechatpay.hk.mchid=%s
						wechatpay.hk.merchant-serial-number=%s
						wechatpay.hk.private-key=%s
						wechatpay.hk.certificate=%s
						""".formatted(simulator.baseUrl(), merchant.mchid(), merchant.serialNumber(),
						uri("apiclient_key.pem"), uri("apiclient_cert.pem"))
						+ trust(simulator)
						+ """

								# The same key and certificate in one file, in place of the three lines above that name them
								#wechatpay.hk.key-store=%s
								#wechatpay.hk.key-store-password=%s

								# The institution instead of the merchant
								#wechatpay.hk.sp-mchid=%s
								#wechatpay.hk.sub-mchid=%s

								# Paths of the form /v3/global
								#wechatpay.hk.base-url=%s
								#wechatpay.hk.generation=global
								"""
							.formatted(uri(KEY_STORE), merchant.mchid(), merchant.spMchid(), merchant.subMchid(),
									simulator.globalBaseUrl()));
	}

	// What the platform does not sign with is not to be trusted by a client
	private String trust(WechatPayHkSimulator simulator) {
		String publicKey = """
				wechatpay.hk.public-key-id=%s
				wechatpay.hk.public-key=%s
				""".formatted(simulator.platform().publicKeyId(), uri("pub_key.pem"));
		String certificates = "wechatpay.hk.api-v3-key=%s\n"
			.formatted(simulator.merchant().apiV3Key().replace("\\", "\\\\"));
		return switch (simulator.platform().mode()) {
			case PUBLIC_KEY -> publicKey;
			case CERTIFICATES -> certificates;
			case BOTH -> publicKey + certificates;
		};
	}

	private void writeKeyStore(SimulatedMerchant merchant) {
		if (Files.exists(file(KEY_STORE))) {
			return;
		}
		// As from the merchant platform, whose password is the merchant's number
		char[] password = String.valueOf(merchant.mchid()).toCharArray();
		try {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			store.setKeyEntry("Tenpay Certificate", merchant.privateKey(), password,
					new Certificate[] { merchant.certificate() });
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			store.store(bytes, password);
			write(KEY_STORE, bytes.toByteArray());
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("This Java cannot write PKCS#12", ex);
		}
	}

	// Wherever a program runs, and whatever stands in the path
	private String uri(String name) {
		return file(name).toAbsolutePath().normalize().toUri().toASCIIString();
	}

	private Path file(String name) {
		return this.folder.resolve(name);
	}

	private String read(String name) {
		try {
			return Files.readString(file(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The file '" + name + "' cannot be read", ex);
		}
	}

	private void write(String name, String text) {
		write(name, text.getBytes(StandardCharsets.UTF_8));
	}

	private void write(String name, byte[] content) {
		try {
			Path file = file(name);
			if (!Files.exists(file) && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
				Files.createFile(file,
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
			}
			Files.write(file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The file '" + name + "' cannot be written", ex);
		}
	}

}
