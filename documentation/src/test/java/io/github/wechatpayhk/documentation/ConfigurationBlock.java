package io.github.wechatpayhk.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * A configuration that the documentation shows, as Spring Boot would read it.
 *
 * @param block where it stands
 * @param properties names and values
 */
record ConfigurationBlock(Document.CodeBlock block, Map<String, String> properties) {

	static final String PREFIX = "wechatpay.hk.";

	static ConfigurationBlock read(Document.CodeBlock block) {
		PropertySourceLoader loader = block.language().equals("yaml") ? new YamlPropertySourceLoader()
				: new PropertiesPropertySourceLoader();
		Map<String, String> properties = new LinkedHashMap<>();
		try {
			byte[] content = block.content().getBytes(StandardCharsets.UTF_8);
			for (PropertySource<?> source : loader.load(block.toString(), new ByteArrayResource(content))) {
				for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
					properties.put(name, String.valueOf(source.getProperty(name)));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new ConfigurationBlock(block, properties);
	}

	boolean isOurs() {
		return this.properties.keySet().stream().anyMatch((name) -> name.startsWith(PREFIX));
	}

	/**
	 * Return whether it says who calls, with which key, and which keys to trust.
	 * @return whether an application starts with it
	 */
	boolean isWhole() {
		return hasOneOf("mchid", "sp-mchid") && hasOneOf("private-key", "key-store", "ssl-bundle")
				&& hasOneOf("public-key", "api-v3-key", "platform-certificates", "platform-certificates[0]");
	}

	private boolean hasOneOf(String... names) {
		for (String name : names) {
			if (this.properties.containsKey(PREFIX + name)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public String toString() {
		return this.block.toString();
	}

}
