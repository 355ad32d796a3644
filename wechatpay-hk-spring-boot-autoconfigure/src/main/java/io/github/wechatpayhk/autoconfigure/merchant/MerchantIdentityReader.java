package io.github.wechatpayhk.autoconfigure.merchant;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.wechatpayhk.autoconfigure.properties.MerchantProperties;
import io.github.wechatpayhk.key.CertificateReader;
import io.github.wechatpayhk.key.KeyStoreReader;
import io.github.wechatpayhk.key.KeyStoreReader.MerchantKey;
import io.github.wechatpayhk.key.PrivateKeyReader;
import io.github.wechatpayhk.key.UnusableKeyException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.Signer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Finds the one private key of a merchant among the places where it may be, and the
 * serial number that belongs to it.
 */
final class MerchantIdentityReader {

	private static final String PRIVATE_KEY = "private-key";

	private static final String SERIAL = "merchant-serial-number";

	private static final String PRIVATE_KEY_ACTION = "Set it to the merchant's private key (apiclient_key.pem from the "
			+ "merchant platform), an RSA key of 2048 bits or more, as PEM text or as a location such as "
			+ "'file:/run/secrets/apiclient_key.pem'. The password of an encrypted key goes into "
			+ "'private-key-password' beside it.";

	private static final String CERTIFICATE_ACTION = "Set it to the merchant's API certificate (apiclient_cert.pem) that "
			+ "was issued for the private key, as PEM text or as a location.";

	private static final String KEY_STORE_ACTION = "Set it to the location of the merchant's key store "
			+ "(apiclient_cert.p12), and 'key-store-password' beside it to its password, which is the merchant's number "
			+ "unless it was changed.";

	private static final String BUNDLE_ACTION = "Set it to the name of a bundle below 'spring.ssl.bundle' that holds "
			+ "the merchant's private key and its API certificate.";

	private static final String SERIAL_ACTION = "Set it to the serial number of the merchant's API certificate: 40 "
			+ "hexadecimal digits, in quotes in YAML. 'openssl x509 -in apiclient_cert.pem -noout -serial' prints it. "
			+ "Where 'certificate' is set it may be left out.";

	private final MerchantProperties properties;

	private final PropertyReader reader;

	private final @Nullable SslBundles sslBundles;

	private final SignatureProvider provider;

	MerchantIdentityReader(MerchantProperties properties, PropertyReader reader, @Nullable SslBundles sslBundles,
			SignatureProvider provider) {
		this.properties = properties;
		this.reader = reader;
		this.sslBundles = sslBundles;
		this.provider = provider;
	}

	/**
	 * Find the key.
	 * @param signer signs in place of a configured key, or {@code null}
	 * @return the identity
	 */
	MerchantIdentity read(@Nullable Signer signer) {
		if (signer != null) {
			X509Certificate certificate = certificate();
			return new MerchantIdentity(new MerchantCredential(serialNumber(certificate), signer), null, certificate);
		}
		return switch (source()) {
			case "key-store" -> identity(keyStore());
			case "ssl-bundle" -> identity(bundle());
			default -> privateKey();
		};
	}

	/**
	 * Register for the reload of the bundle that the key is taken from.
	 * @param action reads the key again
	 */
	void onBundleUpdate(Runnable action) {
		if (this.sslBundles != null && this.properties.sslBundle() != null) {
			this.sslBundles.addBundleUpdateHandler(this.properties.sslBundle(), (bundle) -> action.run());
		}
	}

	private String source() {
		Map<String, String> sources = new TreeMap<>();
		put(sources, "key-store", this.properties.keyStore());
		put(sources, PRIVATE_KEY, this.properties.privateKey());
		put(sources, "ssl-bundle", this.properties.sslBundle());
		if (sources.size() > 1) {
			throw this.reader.failure(sources.keySet().iterator().next(), "(set)",
					"It is set together with other sources of the private key: " + sources.keySet(),
					"Remove all of them but one.");
		}
		return sources.isEmpty() ? PRIVATE_KEY : sources.keySet().iterator().next();
	}

	private static void put(Map<String, String> sources, String name, @Nullable String value) {
		if (value != null) {
			sources.put(name, value);
		}
	}

	private MerchantIdentity privateKey() {
		PrivateKey key = this.reader.read(PRIVATE_KEY, this.properties.privateKey(), PRIVATE_KEY_ACTION,
				(text) -> PrivateKeyReader.read(text, this.properties.privateKeyPassword()));
		if (key == null) {
			throw this.reader.failure(PRIVATE_KEY, null, "There is no private key to sign with", PRIVATE_KEY_ACTION);
		}
		X509Certificate certificate = certificate();
		if (certificate != null) {
			return identity(matching(key, certificate));
		}
		return new MerchantIdentity(new MerchantCredential(serialNumber(null), Signer.rsa(key, this.provider)), key,
				null);
	}

	private MerchantKey matching(PrivateKey key, X509Certificate certificate) {
		try {
			return new MerchantKey(key, certificate);
		}
		catch (UnusableKeyException ex) {
			throw this.reader.failure("certificate",
					PropertyReader.shape(String.valueOf(this.properties.certificate())),
					String.valueOf(ex.getMessage()), CERTIFICATE_ACTION, ex);
		}
	}

	@Nullable X509Certificate certificate() {
		return this.reader.read("certificate", this.properties.certificate(), CERTIFICATE_ACTION,
				CertificateReader::read);
	}

	private MerchantKey keyStore() {
		String location = String.valueOf(this.properties.keyStore());
		byte[] content = this.reader.bytes("key-store", location, KEY_STORE_ACTION);
		try {
			return KeyStoreReader.read(content, keyStorePassword());
		}
		catch (UnusableKeyException ex) {
			throw this.reader.failure("key-store", PropertyReader.shape(location), String.valueOf(ex.getMessage()),
					KEY_STORE_ACTION, ex);
		}
	}

	private String keyStorePassword() {
		if (this.properties.keyStorePassword() != null) {
			return this.properties.keyStorePassword();
		}
		String signer = (this.properties.spMchid() != null) ? this.properties.spMchid() : this.properties.mchid();
		return (signer != null) ? signer : "";
	}

	private MerchantKey bundle() {
		String name = String.valueOf(this.properties.sslBundle());
		if (this.sslBundles == null) {
			throw this.reader.failure("ssl-bundle", name, "There are no SSL bundles in this application",
					BUNDLE_ACTION);
		}
		try {
			return key(this.sslBundles.getBundle(name));
		}
		catch (NoSuchSslBundleException | UnusableKeyException ex) {
			throw this.reader.failure("ssl-bundle", name, (ex instanceof UnusableKeyException)
					? String.valueOf(ex.getMessage()) : "There is no SSL bundle of this name", BUNDLE_ACTION, ex);
		}
	}

	private MerchantKey key(SslBundle bundle) {
		if (bundle.getStores().getKeyStore() == null) {
			throw this.reader.failure("ssl-bundle", this.properties.sslBundle(), "It is a bundle without a private key",
					BUNDLE_ACTION);
		}
		String password = bundle.getKey().getPassword();
		return KeyStoreReader.read(bundle.getStores().getKeyStore(),
				(password != null) ? password : bundle.getStores().getKeyStorePassword());
	}

	private MerchantIdentity identity(MerchantKey key) {
		SerialNumber serialNumber = serialNumber(key.certificate());
		return new MerchantIdentity(new MerchantCredential(serialNumber, Signer.rsa(key.privateKey(), this.provider)),
				key.privateKey(), key.certificate());
	}

	private SerialNumber serialNumber(@Nullable X509Certificate certificate) {
		String text = this.properties.merchantSerialNumber();
		if (text == null) {
			if (certificate == null) {
				throw this.reader.failure(SERIAL, null, "There is no serial number to sign under", SERIAL_ACTION);
			}
			return SerialNumber.of(certificate);
		}
		SerialNumber serialNumber = hexadecimal(text);
		if (certificate != null && !serialNumber.equals(SerialNumber.of(certificate))) {
			throw this.reader.failure(SERIAL, text, "It is not the serial number of the merchant's API certificate, "
					+ "which is " + SerialNumber.of(certificate), SERIAL_ACTION);
		}
		return serialNumber;
	}

	/**
	 * Tools write colons or blanks between the digits, and a zero before them.
	 */
	private SerialNumber hexadecimal(String text) {
		String digits = text.replaceAll("[:\\s]", "").replaceFirst("^0+(?=.{40}$)", "").toUpperCase(Locale.ROOT);
		if (!digits.matches("[0-9A-F]{40}")) {
			throw this.reader.failure(SERIAL, (text.length() > 64) ? PropertyReader.hidden(text) : text,
					digits.matches("[0-9]+") ? "It is a decimal number, not one of 40 hexadecimal digits"
							: "It does not have 40 hexadecimal digits",
					SERIAL_ACTION);
		}
		return SerialNumber.of(digits);
	}

}
