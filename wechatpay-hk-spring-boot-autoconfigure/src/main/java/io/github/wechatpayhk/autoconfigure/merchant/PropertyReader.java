package io.github.wechatpayhk.autoconfigure.merchant;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkConfigurationException;
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
		Resource resource = this.resourceLoader.getResource(location);
		if (!resource.exists()) {
			throw failure(name, shape(location), "It is neither a key nor the location of a resource that exists"
					+ (isShown(location) ? missingFile(resource) : ""), action);
		}
		if (isDirectory(resource)) {
			throw failure(name, shape(location), "It is the location of a directory where a file belongs", action);
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

	private static boolean isDirectory(Resource resource) {
		try {
			return resource.isFile() && resource.getFile().isDirectory();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * A relative path is relative to a directory that the user may not expect.
	 */
	private static String missingFile(Resource resource) {
		try {
			return resource.isFile() ? ": there is no file '" + resource.getFile().getAbsolutePath() + "'" : "";
		}
		catch (IOException ex) {
			return "";
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
				: new String(bytes, charset(bytes));
	}

	/**
	 * Editors and shells of Windows write UTF-16, with a byte order mark or without.
	 */
	private static Charset charset(byte[] bytes) {
		int first = bytes[0] & 0xFF;
		int second = (bytes.length > 1) ? bytes[1] & 0xFF : first;
		if (Math.min(first, second) == 0xFE && Math.max(first, second) == 0xFF) {
			return StandardCharsets.UTF_16;
		}
		if (first == 0) {
			return StandardCharsets.UTF_16BE;
		}
		return (second == 0) ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
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
		return isShown(value) ? value : hidden(value);
	}

	/**
	 * Tell whether a value can only be a location, which is no secret.
	 */
	private static boolean isShown(String value) {
		return value.length() < SHORTEST_KEY * 2 && LOCATION.matcher(value).matches()
				&& (value.contains(":") || value.contains(".") || value.startsWith("/"));
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
