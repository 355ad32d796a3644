package io.github.wechatpayhk.benchmarks.startup.application;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.EncodedKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.ProtocolResolver;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Counts how often a file is read whose location begins with {@code counted:}, and how
 * often the JDK is asked to make a key out of the same bytes.
 */
final class CountedKeys {

	private static final Map<String, AtomicInteger> parsed = new ConcurrentHashMap<>();

	private static final AtomicLong parseNanos = new AtomicLong();

	private final Map<String, AtomicInteger> reads = new ConcurrentHashMap<>();

	void install(SpringApplication application) {
		Security.insertProviderAt(new CountingProvider(), 1);
		application.addInitializers((context) -> context.addProtocolResolver(new CountingResolver()));
	}

	void print() {
		new TreeMap<>(this.reads).forEach((file, times) -> System.out.println("READ " + times + ' ' + file));
		parsed.forEach((digest, times) -> System.out.println("PARSED " + times + ' ' + digest));
		System.out.println("PARSE-NANOS " + parseNanos);
	}

	private final class CountingResolver implements ProtocolResolver {

		private static final String PREFIX = "counted:";

		@Override
		public @Nullable Resource resolve(String location, ResourceLoader resourceLoader) {
			return location.startsWith(PREFIX) ? new CountedResource(location.substring(PREFIX.length())) : null;
		}

	}

	private final class CountedResource extends FileSystemResource {

		CountedResource(String path) {
			super(path);
		}

		@Override
		public InputStream getInputStream() throws IOException {
			CountedKeys.this.reads.computeIfAbsent(getPath(), (file) -> new AtomicInteger()).incrementAndGet();
			return super.getInputStream();
		}

	}

	private static final class CountingProvider extends Provider {

		private static final long serialVersionUID = 1L;

		CountingProvider() {
			super("Counting", "1", "Counts keys");
			putService(new Service(this, "KeyFactory", "RSA", CountingFactory.class.getName(), null, null) {

				@Override
				public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
					return new CountingFactory();
				}

			});
		}

	}

	private static final class CountingFactory extends KeyFactorySpi {

		private final KeyFactory factory;

		CountingFactory() throws NoSuchAlgorithmException {
			try {
				this.factory = KeyFactory.getInstance("RSA", "SunRsaSign");
			}
			catch (GeneralSecurityException ex) {
				throw new NoSuchAlgorithmException(ex);
			}
		}

		private static void count(KeySpec spec) {
			if (spec instanceof EncodedKeySpec encoded) {
				parsed.computeIfAbsent(digest(encoded.getEncoded()), (digest) -> new AtomicInteger()).incrementAndGet();
			}
		}

		private static String digest(byte[] bytes) {
			try {
				return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
			count(spec);
			long start = System.nanoTime();
			PublicKey key = this.factory.generatePublic(spec);
			parseNanos.addAndGet(System.nanoTime() - start);
			return key;
		}

		@Override
		protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
			count(spec);
			long start = System.nanoTime();
			PrivateKey key = this.factory.generatePrivate(spec);
			parseNanos.addAndGet(System.nanoTime() - start);
			return key;
		}

		@Override
		protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec) throws InvalidKeySpecException {
			return this.factory.getKeySpec(key, spec);
		}

		@Override
		protected Key engineTranslateKey(Key key) throws InvalidKeyException {
			return this.factory.translateKey(key);
		}

	}

}
