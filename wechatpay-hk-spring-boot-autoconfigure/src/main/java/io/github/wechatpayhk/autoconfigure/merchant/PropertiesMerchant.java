package io.github.wechatpayhk.autoconfigure.merchant;

import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.autoconfigure.properties.MerchantProperties;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.ApiV3Key;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.function.SingletonSupplier;

/**
 * One merchant out of its properties. Keys are read when they are first asked for, once:
 * an application with a credential or keys of its own configures none.
 */
final class PropertiesMerchant implements WechatPayHkConnectionDetails.Merchant {

	private final ApiGeneration generation;

	private final URI baseUrl;

	private final @Nullable String certificatesPath;

	private final MerchantIds ids;

	private final ShopIds shopIds;

	private final SingletonSupplier<PresentIdentity> identity;

	private final SingletonSupplier<MerchantTrust> trust;

	private final Supplier<@Nullable X509Certificate> certificate;

	private final MerchantTrustReader trustReader;

	PropertiesMerchant(MerchantProperties properties, PropertyReader reader, boolean isStrict,
			@Nullable SslBundles sslBundles, @Nullable Signer signer, SignatureProvider provider, InstantSource clock) {
		MerchantAddressReader address = new MerchantAddressReader(properties, reader, isStrict);
		this.generation = address.generation();
		this.baseUrl = address.baseUrl();
		this.certificatesPath = properties.certificatesPath();
		this.ids = address.ids();
		this.shopIds = address.shopIds();
		MerchantIdentityReader identityReader = new MerchantIdentityReader(properties, reader, sslBundles, provider);
		this.trustReader = new MerchantTrustReader(properties, reader, clock);
		this.identity = SingletonSupplier.of(() -> new PresentIdentity(identityReader, signer));
		boolean hasIdentity = signer != null || properties.privateKey() != null || properties.keyStore() != null
				|| properties.sslBundle() != null;
		this.trust = SingletonSupplier
			.of(() -> this.trustReader.read(hasIdentity ? this.identity.obtain().present() : null));
		this.certificate = hasIdentity ? () -> this.identity.obtain().present().certificate()
				: identityReader::certificate;
	}

	@Override
	public ApiGeneration getGeneration() {
		return this.generation;
	}

	@Override
	public URI getBaseUrl() {
		return this.baseUrl;
	}

	@Override
	public @Nullable String getCertificatesPath() {
		return this.certificatesPath;
	}

	@Override
	public MerchantIds getIds() {
		return this.ids;
	}

	@Override
	public ShopIds getShopIds() {
		return this.shopIds;
	}

	@Override
	public MerchantCredential getCredential() {
		return this.identity.obtain().credential();
	}

	@Override
	public @Nullable X509Certificate getCertificate() {
		return this.certificate.get();
	}

	@Override
	public @Nullable SerialNumber getPublicKeyId() {
		return this.trust.obtain().publicKeyId();
	}

	@Override
	public @Nullable PublicKey getPublicKey() {
		return this.trust.obtain().publicKey();
	}

	@Override
	public List<X509Certificate> getPlatformCertificates() {
		return this.trust.obtain().certificates();
	}

	@Override
	public @Nullable ApiV3Key getApiV3Key() {
		return this.trust.obtain().apiV3Key();
	}

	@Override
	public @Nullable ApiV3Key getNotificationKey() {
		return this.trustReader.apiV3Key();
	}

	/**
	 * Read everything now.
	 * @return this merchant
	 */
	PropertiesMerchant requireComplete() {
		this.identity.obtain();
		this.trust.obtain();
		return this;
	}

}
