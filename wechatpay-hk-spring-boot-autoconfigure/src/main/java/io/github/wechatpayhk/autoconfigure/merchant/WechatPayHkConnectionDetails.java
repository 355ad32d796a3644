package io.github.wechatpayhk.autoconfigure.merchant;

import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.ApiV3Key;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where WeChat Pay Hong Kong is, as whom to call it, and whom to trust. A bean of this
 * type replaces what {@code wechatpay.hk} properties say about it.
 *
 * @since 0.1.0
 */
public interface WechatPayHkConnectionDetails extends ConnectionDetails {

	/**
	 * Return the merchant that is meant when none is named.
	 * @return the default merchant
	 */
	Merchant getMerchant();

	/**
	 * Return the merchants beside the default one.
	 * @return further merchants by name
	 */
	default Map<String, Merchant> getMerchants() {
		return Collections.emptyMap();
	}

	/**
	 * What concerns one merchant.
	 */
	interface Merchant {

		/**
		 * Return the generation of the API, which decides on its paths.
		 * @return the generation
		 */
		default ApiGeneration getGeneration() {
			return ApiGeneration.HK;
		}

		/**
		 * Return where the API is.
		 * @return scheme, host and prefix
		 */
		default URI getBaseUrl() {
			return getGeneration().defaultBaseUrl();
		}

		/**
		 * Return where the platform certificates are listed.
		 * @return a path relative to the base URL, or {@code null} for that of the
		 * generation
		 */
		default @Nullable String getCertificatesPath() {
			return null;
		}

		/**
		 * Return the numbers that go into a call that names none.
		 * @return the ids
		 */
		MerchantIds getIds();

		/**
		 * Return the numbers together with the application ids, which orders and refunds
		 * need.
		 * @return the ids, without applications unless told otherwise
		 */
		default ShopIds getShopIds() {
			return ShopIds.of(getIds());
		}

		/**
		 * Return what signs the requests.
		 * @return the credential
		 */
		MerchantCredential getCredential();

		/**
		 * Return the merchant's API certificate at this moment, for health checks and
		 * metrics.
		 * @return the certificate, or {@code null} if only its serial number is known
		 */
		default @Nullable X509Certificate getCertificate() {
			return null;
		}

		/**
		 * Return the id of the WeChat Pay public key.
		 * @return the id, or {@code null} if {@link #getPublicKey()} is too
		 */
		default @Nullable SerialNumber getPublicKeyId() {
			return null;
		}

		/**
		 * Return the WeChat Pay public key, which verifies responses.
		 * @return the key, or {@code null} if certificates do
		 */
		default @Nullable PublicKey getPublicKey() {
			return null;
		}

		/**
		 * Return platform certificates that verify responses.
		 * @return the certificates, possibly none
		 */
		default List<X509Certificate> getPlatformCertificates() {
			return Collections.emptyList();
		}

		/**
		 * Return the key by which platform certificates are decrypted when they are
		 * downloaded.
		 * @return the key, or {@code null} if none are downloaded
		 */
		default @Nullable ApiV3Key getApiV3Key() {
			return null;
		}

		/**
		 * Return the key by which notifications are decrypted: the APIv3 key, also where
		 * no certificates are downloaded.
		 * @return the key, or {@code null} if no notifications are received
		 */
		default @Nullable ApiV3Key getNotificationKey() {
			return getApiV3Key();
		}

	}

}
