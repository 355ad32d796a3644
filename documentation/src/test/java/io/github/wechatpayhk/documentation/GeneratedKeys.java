package io.github.wechatpayhk.documentation;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;

/**
 * Puts the simulator's address and keys in the place of those that the documentation
 * shows, which nobody has.
 */
final class GeneratedKeys {

	private final WechatPayHkSimulator simulator;

	private final Path directory;

	GeneratedKeys(WechatPayHkSimulator simulator, Path directory) {
		this.simulator = simulator;
		this.directory = directory;
	}

	Map<String, String> replaceIn(ConfigurationBlock block) {
		Map<String, String> properties = new LinkedHashMap<>();
		block.properties().forEach((name, value) -> properties.put(name, replacement(block, name, value)));
		boolean isGlobal = "global".equals(block.properties().get(ConfigurationBlock.PREFIX + "generation"));
		properties.put(ConfigurationBlock.PREFIX + "base-url",
				(isGlobal ? this.simulator.globalBaseUrl() : this.simulator.baseUrl()).toString());
		return properties;
	}

	private String replacement(ConfigurationBlock block, String name, String value) {
		SimulatedMerchant merchant = this.simulator.merchant();
		String last = name.substring(name.lastIndexOf('.') + 1).replaceAll("\\[[0-9]+]", "");
		return switch (last) {
			case "private-key" -> merchant.privateKeyPem();
			case "certificate" -> merchant.certificatePem();
			case "merchant-serial-number" -> merchant.serialNumber();
			case "key-store" -> keyStore(password(block, name)).toUri().toString();
			case "public-key" -> this.simulator.platform().publicKeyPem();
			case "public-key-id" -> this.simulator.platform().publicKeyId();
			case "platform-certificates" -> this.simulator.platform().certificatePem();
			case "api-v3-key" -> merchant.apiV3Key();
			default -> value;
		};
	}

	private static String password(ConfigurationBlock block, String name) {
		String prefix = name.substring(0, name.lastIndexOf('.') + 1);
		Map<String, String> properties = block.properties();
		return properties.getOrDefault(prefix + "key-store-password",
				properties.getOrDefault(prefix + "sp-mchid", properties.getOrDefault(prefix + "mchid", "")));
	}

	private Path keyStore(String password) {
		Path file = this.directory.resolve("apiclient_cert.p12");
		try (OutputStream out = Files.newOutputStream(file)) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			store.setKeyEntry("merchant", this.simulator.merchant().privateKey(), password.toCharArray(),
					new Certificate[] { this.simulator.merchant().certificate() });
			store.store(out, password.toCharArray());
			return file;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
