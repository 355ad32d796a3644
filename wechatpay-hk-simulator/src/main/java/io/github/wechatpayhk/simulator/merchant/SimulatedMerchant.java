package io.github.wechatpayhk.simulator.merchant;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;

import io.github.wechatpayhk.simulator.certificate.Pem;
import io.github.wechatpayhk.simulator.certificate.RsaKeys;
import org.jspecify.annotations.Nullable;

/**
 * A merchant that the simulator knows: its numbers, its API certificate with the private
 * key, its APIv3 key. One merchant serves both modes: requests may be signed by the
 * direct merchant number or by the institution's number, with the same key. Immutable,
 * but for keys that are generated when first asked for; thread-safe.
 *
 * @since 0.1.0
 */
public final class SimulatedMerchant {

	/**
	 * The merchant number of the default merchant.
	 */
	public static final String DEFAULT_MCHID = "1900000109";

	/**
	 * The institution's number of the default merchant.
	 */
	public static final String DEFAULT_SP_MCHID = "1900000100";

	/**
	 * The APIv3 key of the default merchant, 32 bytes.
	 */
	public static final String DEFAULT_API_V3_KEY = "SimulatorApiV3Key001122334455667";

	private final @Nullable String mchid;

	private final @Nullable String spMchid;

	private final @Nullable String subMchid;

	private final String apiV3Key;

	private final MerchantKeys keys;

	private SimulatedMerchant(Builder builder) {
		this.mchid = builder.mchid;
		this.spMchid = builder.spMchid;
		this.subMchid = builder.subMchid;
		this.apiV3Key = builder.apiV3Key;
		this.keys = new MerchantKeys(signer(), builder.privateKey, builder.certificate, builder.random);
	}

	/**
	 * Return a builder that starts with the numbers of the default merchant and generated
	 * keys.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the default merchant with a key pair of the caller.
	 * @param privateKeyPem the private key, PKCS#8 PEM
	 * @param certificatePem the merchant API certificate, X.509 PEM
	 * @return the merchant
	 */
	public static SimulatedMerchant of(String privateKeyPem, String certificatePem) {
		return builder().keys(privateKeyPem, certificatePem).build();
	}

	/**
	 * Return the merchant number of the direct mode.
	 * @return the number; {@code null} for a merchant that works through an institution
	 * only
	 */
	public @Nullable String mchid() {
		return this.mchid;
	}

	/**
	 * Return the institution's number.
	 * @return the number; {@code null} for a merchant without an institution
	 */
	public @Nullable String spMchid() {
		return this.spMchid;
	}

	/**
	 * Return the number that the institution knows this merchant by.
	 * @return the number; {@code null} for a merchant without an institution
	 */
	public @Nullable String subMchid() {
		return this.subMchid;
	}

	/**
	 * Return the serial number of the merchant API certificate.
	 * @return upper-case hexadecimal digits, usually 40
	 */
	public String serialNumber() {
		return RsaKeys.hex(certificate().getSerialNumber());
	}

	/**
	 * Return the private key that signs this merchant's requests.
	 * @return the RSA key
	 */
	public PrivateKey privateKey() {
		return this.keys.pair().getPrivate();
	}

	/**
	 * Return the private key in PEM form.
	 * @return the PKCS#8 PEM text
	 */
	public String privateKeyPem() {
		return Pem.write(privateKey());
	}

	/**
	 * Return the merchant API certificate.
	 * @return the certificate
	 */
	public X509Certificate certificate() {
		return this.keys.certificate();
	}

	/**
	 * Return the merchant API certificate in PEM form.
	 * @return the PEM text
	 */
	public String certificatePem() {
		return Pem.write(certificate());
	}

	/**
	 * Return the key under which certificates and notifications are encrypted.
	 * @return 32 bytes as text
	 */
	public String apiV3Key() {
		return this.apiV3Key;
	}

	/**
	 * Tell whether a number may stand in this merchant's {@code Authorization}.
	 * @param number a merchant number
	 * @return whether it is the direct number or the institution's
	 */
	boolean signsAs(String number) {
		return number.equals(this.mchid) || number.equals(this.spMchid);
	}

	private String signer() {
		return (this.spMchid != null) ? this.spMchid : String.valueOf(this.mchid);
	}

	/**
	 * Shows the numbers, never a key.
	 */
	@Override
	public String toString() {
		return "SimulatedMerchant[mchid=" + this.mchid + ", spMchid=" + this.spMchid + ", subMchid=" + this.subMchid
				+ "]";
	}

	/**
	 * Collects what a merchant consists of.
	 */
	public static final class Builder {

		private @Nullable String mchid = DEFAULT_MCHID;

		private @Nullable String spMchid = DEFAULT_SP_MCHID;

		private @Nullable String subMchid = DEFAULT_MCHID;

		private String apiV3Key = DEFAULT_API_V3_KEY;

		private @Nullable PrivateKey privateKey;

		private @Nullable X509Certificate certificate;

		private SecureRandom random = new SecureRandom();

		private Builder() {
		}

		/**
		 * Make it a direct merchant without an institution.
		 * @param number the merchant number
		 * @return this builder
		 */
		public Builder direct(String number) {
			this.mchid = number;
			this.spMchid = null;
			this.subMchid = null;
			return this;
		}

		/**
		 * Make it a sub-merchant that is reached through its institution only.
		 * @param institution the institution's number, which signs
		 * @param subMerchant the sub-merchant's number
		 * @return this builder
		 */
		public Builder institution(String institution, String subMerchant) {
			this.mchid = null;
			this.spMchid = institution;
			this.subMchid = subMerchant;
			return this;
		}

		/**
		 * Make it a merchant of both modes.
		 * @param number the number in direct mode and as sub-merchant
		 * @param institution the institution's number
		 * @return this builder
		 */
		public Builder bothModes(String number, String institution) {
			this.mchid = number;
			this.spMchid = institution;
			this.subMchid = number;
			return this;
		}

		/**
		 * Use a key pair of the caller.
		 * @param privateKeyPem the private key, PKCS#8 PEM
		 * @param certificatePem the certificate, X.509 PEM
		 * @return this builder
		 */
		public Builder keys(String privateKeyPem, String certificatePem) {
			this.privateKey = Pem.readPrivateKey(privateKeyPem);
			this.certificate = Pem.readCertificate(certificatePem);
			return this;
		}

		/**
		 * Use a private key of the caller and make a certificate for it.
		 * @param key an RSA private key
		 * @return this builder
		 */
		public Builder privateKey(PrivateKey key) {
			this.privateKey = key;
			this.certificate = null;
			return this;
		}

		/**
		 * Set the APIv3 key.
		 * @param key 32 bytes as text
		 * @return this builder
		 */
		public Builder apiV3Key(String key) {
			this.apiV3Key = key;
			return this;
		}

		/**
		 * Set the source of chance for generated keys.
		 * @param source the source
		 * @return this builder
		 */
		public Builder random(SecureRandom source) {
			this.random = source;
			return this;
		}

		/**
		 * Make the merchant.
		 * @return the merchant
		 */
		public SimulatedMerchant build() {
			if (this.apiV3Key.getBytes(StandardCharsets.UTF_8).length != 32) {
				throw new IllegalArgumentException("'apiV3Key' must have 32 bytes");
			}
			return new SimulatedMerchant(this);
		}

	}

}
