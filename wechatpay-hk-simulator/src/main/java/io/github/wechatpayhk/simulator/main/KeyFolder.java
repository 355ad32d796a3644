package io.github.wechatpayhk.simulator.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
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

	void describe(WechatPayHkSimulator simulator) {
		write("pub_key.pem", simulator.platform().publicKeyPem());
		write("settings.properties", """
				base-url=%s
				global-base-url=%s
				mchid=%s
				sp-mchid=%s
				sub-mchid=%s
				merchant-serial-number=%s
				private-key=apiclient_key.pem
				certificate=apiclient_cert.pem
				api-v3-key=%s
				public-key-id=%s
				public-key=pub_key.pem
				platform-certificate=platform_cert.pem
				""".formatted(simulator.baseUrl(), simulator.globalBaseUrl(), simulator.merchant().mchid(),
				simulator.merchant().spMchid(), simulator.merchant().subMchid(), simulator.merchant().serialNumber(),
				simulator.merchant().apiV3Key(), simulator.platform().publicKeyId()));
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
		try {
			Path file = file(name);
			if (!Files.exists(file) && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
				Files.createFile(file,
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
			}
			Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The file '" + name + "' cannot be written", ex);
		}
	}

}
