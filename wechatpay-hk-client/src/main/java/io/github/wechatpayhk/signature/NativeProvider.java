package io.github.wechatpayhk.signature;

import java.lang.reflect.InvocationTargetException;
import java.security.Provider;
import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Security providers in native code that compute RSA faster than the JDK, the fastest
 * first. They are known by name only, as none of them is a dependency.
 */
enum NativeProvider {

	CORRETTO("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider") {

		@Override
		Provider load(Class<?> type) throws ReflectiveOperationException {
			Object instance = type.getField("INSTANCE").get(null);
			type.getMethod("assertHealthy").invoke(instance);
			return (Provider) instance;
		}

	},

	CONSCRYPT("org.conscrypt.Conscrypt") {

		@Override
		Provider load(Class<?> type) throws ReflectiveOperationException {
			type.getMethod("checkAvailability").invoke(null);
			return (Provider) type.getMethod("newProvider").invoke(null);
		}

	};

	private final String className;

	NativeProvider(String className) {
		this.className = className;
	}

	static @Nullable NativeProvider named(String name) {
		return Arrays.stream(values())
			.filter((candidate) -> candidate.toString().equals(name))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Load the provider and its native library.
	 * @return the provider, fit for use
	 * @throws ClassNotFoundException if it is not on the class path
	 * @throws ReflectiveOperationException if it does not work on this machine
	 * @throws LinkageError likewise
	 */
	final Provider load() throws ReflectiveOperationException {
		Class<?> type = Class.forName(this.className, true, NativeProvider.class.getClassLoader());
		try {
			return load(type);
		}
		catch (InvocationTargetException ex) {
			throw new ReflectiveOperationException(ex.getCause());
		}
	}

	abstract Provider load(Class<?> type) throws ReflectiveOperationException;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
