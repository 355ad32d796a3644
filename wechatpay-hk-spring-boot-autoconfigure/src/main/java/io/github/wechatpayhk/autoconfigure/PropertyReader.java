package io.github.wechatpayhk.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.wechatpayhk.key.UnusableKeyException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Reads what the properties of one merchant hold or point to. A key is either the text
 * itself or the location of a resource.
 */
final class PropertyReader {

	private static final int LARGEST_RESOURCE = 1024 * 1024;

	private static final int SHORTEST_KEY = 128;

	private static final byte DER_SEQUENCE = 0x30;

	private static final Pattern BASE64 = Pattern.compile("[0-9A-Za-z+/=\\s\\\\]*");

	private static final Pattern LOCATION = Pattern.compile("(?!base64:)([a-z]{2,12}:)?[\\w./\\\\ ~-]{1,240}",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[\\w.-]{1,100}}");

	private final String prefix;

	private final ResourceLoader resourceLoader;

	PropertyReader(String prefix, ResourceLoader resourceLoader) {
		this.prefix = prefix;
		this.resourceLoader = resourceLoader;
	}

	/**
	 * Read a key or certificate.
	 * @param name the name of the property
	 * @param value its value, or {@code null} if it is not set
	 * @param action what to do if it cannot be read
	 * @param parser makes a key of the text
	 * @return the key, or {@code null} if the property is not set
	 */
	<T> @Nullable T read(String name, @Nullable String value, String action, Function<String, T> parser) {
		if (value == null) {
			return null;
		}
		if (value.isBlank()) {
			throw failure(name, "(empty)", "It is empty", action);
		}
		try {
			return parser.apply(isText(value) ? value : text(bytes(name, value, action)));
		}
		catch (UnusableKeyException ex) {
			throw failure(name, shape(value), String.valueOf(ex.getMessage()), action, ex);
		}
	}

	/**
	 * Read the bytes of a resource.
	 * @param name the name of the property
	 * @param location where the resource is
	 * @param action what to do if it cannot be read
	 * @return the bytes
	 */
	byte[] bytes(String name, String location, String action) {
		if (location.contains("${")) {
			throw failure(name, shape(location), "It has a placeholder that nothing resolves", action);
		}
		Resource resource = this.resourceLoader.getResource(location);
		if (!resource.exists()) {
			throw failure(name, shape(location), "It is neither a key nor the location of a resource that exists",
					action);
		}
		try (InputStream content = resource.getInputStream()) {
			byte[] bytes = content.readNBytes(LARGEST_RESOURCE);
			if (bytes.length == 0) {
				throw failure(name, shape(location), "It is the location of an empty resource", action);
			}
			return bytes;
		}
		catch (IOException ex) {
			throw failure(name, shape(location), "It is the location of a resource that cannot be read", action, ex);
		}
	}

	private static boolean isText(String value) {
		return value.contains("-----BEGIN") || (value.length() >= SHORTEST_KEY && BASE64.matcher(value).matches());
	}

	/**
	 * A file without any label may also hold the bytes themselves.
	 */
	private static String text(byte[] bytes) {
		return (bytes[0] == DER_SEQUENCE && !isAscii(bytes)) ? Base64.getEncoder().encodeToString(bytes)
				: new String(bytes, StandardCharsets.UTF_8);
	}

	private static boolean isAscii(byte[] bytes) {
		for (byte value : bytes) {
			if (value < 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Tell about a value what can be told even if it is a secret.
	 */
	static String shape(String value) {
		if (value.contains("-----BEGIN")) {
			return "(PEM text of " + value.length() + " characters)";
		}
		if (PLACEHOLDER.matcher(value).matches()) {
			return value;
		}
		boolean isLocation = value.length() < SHORTEST_KEY * 2 && LOCATION.matcher(value).matches()
				&& (value.contains(":") || value.contains(".") || value.startsWith("/"));
		return isLocation ? value : hidden(value);
	}

	/**
	 * Tell about a value no more than its length.
	 */
	static String hidden(String value) {
		return "(text of " + value.length() + " characters)";
	}

	WechatPayHkConfigurationException failure(String name, @Nullable String value, String reason, String action) {
		return WechatPayHkConfigurationException.of(this.prefix + name, value, reason, action);
	}

	WechatPayHkConfigurationException failure(String name, @Nullable String value, String reason, String action,
			Throwable cause) {
		return WechatPayHkConfigurationException.of(this.prefix + name, value, reason, action, cause);
	}

}
