package io.github.wechatpayhk.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Collections;

import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the merchant's key and certificate from the PKCS#12 key store that the merchant
 * platform hands out ({@code apiclient_cert.p12}; its password is the merchant's number).
 *
 * @since 0.1.0
 */
public final class KeyStoreReader {

	private KeyStoreReader() {
	}

	/**
	 * Read a key store.
	 * @param content the bytes of the file
	 * @param password its password
	 * @return the first private key in it, with its certificate
	 * @throws UnusableKeyException if it is no such key store, holds no RSA key with a
	 * certificate, or the password does not fit
	 */
	public static MerchantKey read(byte[] content, String password) {
		if (KeyKind.of(content) != KeyKind.KEY_STORE) {
			throw new UnusableKeyException((content.length != 0) ? "It is not a PKCS#12 key store" : "It is empty");
		}
		return read(load(content, password), password);
	}

	private static KeyStore load(byte[] content, String password) {
		try {
			KeyStore keyStore = KeyStore.getInstance("PKCS12");
			keyStore.load(new ByteArrayInputStream(content), password.toCharArray());
			return keyStore;
		}
		catch (IOException ex) {
			throw new UnusableKeyException(
					(ex.getCause() instanceof UnrecoverableKeyException)
							? "It is a key store, and the password does not fit" : "It is a key store that is damaged",
					ex);
		}
		catch (GeneralSecurityException ex) {
			throw new UnusableKeyException("It is a key store that cannot be read", ex);
		}
		catch (RuntimeException ex) {
			// the JDK's own reader lets some of what it cannot decode through unchecked
			throw new UnusableKeyException("It is a key store that is damaged", ex);
		}
	}

	/**
	 * Read a key store of any type that has been loaded.
	 * @param keyStore the key store
	 * @param password the password of the key in it, or {@code null} for none
	 * @return the first private key in it, with its certificate
	 * @throws UnusableKeyException if it holds no RSA key with a certificate, or the
	 * password does not fit
	 */
	public static MerchantKey read(KeyStore keyStore, @Nullable String password) {
		char @Nullable [] characters = (password != null) ? password.toCharArray() : null;
		try {
			for (String alias : Collections.list(keyStore.aliases())) {
				if (keyStore.getKey(alias, characters) instanceof PrivateKey privateKey
						&& keyStore.getCertificate(alias) instanceof X509Certificate certificate) {
					return new MerchantKey(privateKey, certificate);
				}
			}
		}
		catch (GeneralSecurityException ex) {
			throw new UnusableKeyException("It is a key store whose private key cannot be read with the password", ex);
		}
		throw new UnusableKeyException("It is a key store without a private key and its certificate");
	}

	/**
	 * A merchant's private key together with the API certificate that was issued for it.
	 *
	 * @param privateKey the RSA private key
	 * @param certificate the certificate of that key
	 */
	public record MerchantKey(PrivateKey privateKey, X509Certificate certificate) {

		/**
		 * Put key and certificate together.
		 * @param privateKey the RSA private key
		 * @param certificate the certificate of that key
		 * @throws UnusableKeyException if the certificate was issued for another key, or
		 * the key is not RSA of 2048 bits or more
		 */
		public MerchantKey {
			RsaRule.require(privateKey);
			if (!belongTogether(privateKey, certificate.getPublicKey())) {
				throw new UnusableKeyException("The certificate was issued for another private key");
			}
		}

		private static boolean belongTogether(Key privateKey, Key publicKey) {
			BigInteger ours = modulus(privateKey);
			return ours == null || ours.equals(modulus(publicKey));
		}

		private static @Nullable BigInteger modulus(Key key) {
			return (key instanceof RSAKey rsaKey) ? rsaKey.getModulus() : null;
		}

		/**
		 * Return what signs requests: the key under the serial number of its certificate.
		 * @return the credential
		 */
		public MerchantCredential credential() {
			return new MerchantCredential(SerialNumber.of(this.certificate), Signer.rsa(this.privateKey));
		}

		@Override
		public String toString() {
			return "MerchantKey[serialNumber=" + SerialNumber.of(this.certificate) + ", privateKey=***]";
		}

	}

}
