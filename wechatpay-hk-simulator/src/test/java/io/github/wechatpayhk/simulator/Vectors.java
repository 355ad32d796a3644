package io.github.wechatpayhk.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The golden vectors.
 */
public final class Vectors {

	private Vectors() {
	}

	public static String text(String name) {
		return new String(bytes(name), StandardCharsets.UTF_8);
	}

	public static byte[] bytes(String name) {
		try (InputStream stream = Vectors.class.getResourceAsStream("/vectors/" + name)) {
			if (stream == null) {
				throw new IllegalArgumentException("There is no vector " + name);
			}
			return stream.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
