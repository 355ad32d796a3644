package io.github.wechatpayhk.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every property that the libraries on the class path describe.
 */
final class KnownProperties {

	private static final Pattern NAMED_MERCHANT = Pattern.compile("wechatpay\\.hk\\.merchants\\.[^.]+\\.(.+)");

	private static final Map<String, String> TYPES = types();

	private KnownProperties() {
	}

	private static Map<String, String> types() {
		Map<String, String> types = new HashMap<>();
		try {
			ClassLoader classLoader = KnownProperties.class.getClassLoader();
			for (URL url : Collections.list(classLoader.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream content = url.openStream()) {
					for (JsonNode property : JsonMapper.shared().readTree(content).path("properties")) {
						types.put(property.path("name").asString(), property.path("type").asString(""));
					}
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return types;
	}

	static boolean contains(String name) {
		Matcher merchant = NAMED_MERCHANT.matcher(name);
		String known = (merchant.matches() ? ConfigurationBlock.PREFIX + merchant.group(1) : name)
			.replaceAll("\\[[0-9]+]", "");
		if (TYPES.containsKey(known)) {
			return true;
		}
		for (int end = known.lastIndexOf('.'); end > 0; end = known.lastIndexOf('.', end - 1)) {
			String map = known.substring(0, end);
			if (!map.equals("wechatpay.hk.merchants") && TYPES.getOrDefault(map, "").startsWith("java.util.Map")) {
				return true;
			}
		}
		return false;
	}

}
