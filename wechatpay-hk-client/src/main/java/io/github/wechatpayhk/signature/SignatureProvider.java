package io.github.wechatpayhk.signature;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;

import org.jspecify.annotations.Nullable;

/**
 * Who computes RSA signatures: the security providers of the JDK, or a faster one that
 * lies on the class path. A faster one is used by this client alone; nothing is installed
 * in the JDK. Immutable and safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class SignatureProvider {

	private static final String ALGORITHM = "SHA256withRSA";

	private static final String KEY_ALGORITHM = "RSA";

	private final String name;

	private final @Nullable Provider provider;

	private final boolean optional;

	private SignatureProvider(String name, @Nullable Provider provider, boolean optional) {
		this.name = name;
		this.provider = provider;
		this.optional = optional;
	}

	/**
	 * Take the fastest one that is there: the Amazon Corretto Crypto Provider or
	 * Conscrypt if the class path has it and its native library loads on this machine,
	 * else those of the JDK. A library that is there and does not load is logged once.
	 * Keys that it cannot work with, such as those of a hardware token, stay with the
	 * JDK.
	 * @return the provider
	 */
	public static SignatureProvider auto() {
		return Fastest.FOUND;
	}

	/**
	 * Take the security providers that are installed in the JDK, in their order.
	 * @return the provider
	 */
	public static SignatureProvider standard() {
		return new SignatureProvider("default", null, false);
	}

	/**
	 * Take the one with a name.
	 * @param name {@code auto}, {@code default}, {@code corretto}, {@code conscrypt}, or
	 * the name of a security provider that is installed in the JDK
	 * @return the provider
	 * @throws IllegalArgumentException if it is not there, or does not work on this
	 * machine
	 */
	public static SignatureProvider named(String name) {
		return switch (name) {
			case "auto" -> auto();
			case "default" -> standard();
			default -> required(name);
		};
	}

	private static SignatureProvider required(String name) {
		try {
			NativeProvider found = NativeProvider.named(name);
			Provider provider = (found != null) ? found.load() : Security.getProvider(name);
			if (provider == null) {
				throw new IllegalArgumentException("No security provider is called '" + name
						+ "': use 'auto', 'default', 'corretto', 'conscrypt', or the name of one that is installed");
			}
			return of(provider);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalArgumentException("The signature provider '" + name + "' is not on the class path", ex);
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			throw new IllegalArgumentException("The signature provider '" + name + "' does not work on this machine",
					ex);
		}
	}

	/**
	 * Take a provider of the application.
	 * @param provider a security provider, installed or not
	 * @return the provider
	 * @throws IllegalArgumentException if it has no {@code SHA256withRSA}
	 */
	public static SignatureProvider of(Provider provider) {
		return new SignatureProvider(provider.getName(), provider, false).requireAlgorithm();
	}

	private SignatureProvider requireAlgorithm() {
		try {
			signature();
			return this;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("The signature provider '" + this.name + "' has no " + ALGORITHM, ex);
		}
	}

	/**
	 * Return the name of what was taken.
	 * @return the name of the security provider, or {@code default} for those of the JDK
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the one to use with a key.
	 * @param key a private or public key
	 * @return this one, or that of the JDK if this one was found by itself and does not
	 * take the key
	 * @throws InvalidKeyException if this one was asked for and does not take the key
	 */
	SignatureProvider accepting(Key key) throws InvalidKeyException {
		try {
			translate(key);
			return this;
		}
		catch (InvalidKeyException ex) {
			if (this.optional) {
				return standard();
			}
			throw ex;
		}
	}

	/**
	 * Make a key the provider's own, which spares it the work of doing so at each use.
	 * @param <K> the type of the key
	 * @param key a private or public key
	 * @return a key with the same value
	 * @throws InvalidKeyException if the provider does not take the key
	 */
	@SuppressWarnings("unchecked")
	<K extends Key> K translate(K key) throws InvalidKeyException {
		Provider provider = this.provider;
		if (provider == null || provider.getService("KeyFactory", KEY_ALGORITHM) == null) {
			return key;
		}
		try {
			return (K) KeyFactory.getInstance(KEY_ALGORITHM, provider).translateKey(key);
		}
		catch (InvalidKeyException ex) {
			throw ex;
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			throw new InvalidKeyException(ex);
		}
	}

	Signature signing(PrivateKey key) throws GeneralSecurityException {
		Signature signature = signature();
		signature.initSign(key);
		return signature;
	}

	Signature verifying(PublicKey key) throws GeneralSecurityException {
		Signature signature = signature();
		signature.initVerify(key);
		return signature;
	}

	private Signature signature() throws GeneralSecurityException {
		return (this.provider != null) ? Signature.getInstance(ALGORITHM, this.provider)
				: Signature.getInstance(ALGORITHM);
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * What was found on the class path, looked for once.
	 */
	private static final class Fastest {

		private static final System.Logger logger = System.getLogger(SignatureProvider.class.getName());

		static final SignatureProvider FOUND = find();

		private static SignatureProvider find() {
			for (NativeProvider candidate : NativeProvider.values()) {
				try {
					Provider provider = candidate.load();
					return new SignatureProvider(provider.getName(), provider, true).requireAlgorithm();
				}
				catch (ClassNotFoundException ex) {
					logger.log(System.Logger.Level.TRACE, "Not on the class path: " + candidate);
				}
				catch (ReflectiveOperationException | LinkageError | IllegalArgumentException ex) {
					logger.log(System.Logger.Level.WARNING, "The signature provider '" + candidate
							+ "' is on the class path and does not work on this machine; another one signs. " + ex);
				}
			}
			return standard();
		}

	}

}
