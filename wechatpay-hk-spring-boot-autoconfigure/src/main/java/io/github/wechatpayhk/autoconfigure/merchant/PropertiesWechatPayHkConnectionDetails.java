package io.github.wechatpayhk.autoconfigure.merchant;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wechatpayhk.autoconfigure.properties.MerchantProperties;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.Signer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.io.ResourceLoader;

/**
 * Adapts the properties to {@link WechatPayHkConnectionDetails}.
 *
 * @since 0.1.0
 */
public final class PropertiesWechatPayHkConnectionDetails implements WechatPayHkConnectionDetails {

	private final Merchant merchant;

	private final Map<String, Merchant> merchants = new LinkedHashMap<>();

	/**
	 * Read the properties.
	 * @param merchant the default merchant
	 * @param shared the properties for all merchants
	 * @param resourceLoader loads keys and certificates
	 * @param sslBundles the SSL bundles, if there are any
	 * @param signer signs in place of the private key of the default merchant
	 * @param provider computes signatures
	 * @param clock the time
	 */
	public PropertiesWechatPayHkConnectionDetails(MerchantProperties merchant, WechatPayHkProperties shared,
			ResourceLoader resourceLoader, @Nullable SslBundles sslBundles, @Nullable Signer signer,
			SignatureProvider provider, InstantSource clock) {
		this.merchant = new PropertiesMerchant(merchant, new PropertyReader("", resourceLoader), shared.strict(),
				sslBundles, signer, provider, clock);
		shared.merchants()
			.forEach((name, properties) -> this.merchants.put(name,
					new PropertiesMerchant(properties.orAddressOf(merchant),
							new PropertyReader("merchants." + name + '.', resourceLoader), shared.strict(), sslBundles,
							null, provider, clock)
						.requireComplete()));
	}

	@Override
	public Merchant getMerchant() {
		return this.merchant;
	}

	@Override
	public Map<String, Merchant> getMerchants() {
		return Map.copyOf(this.merchants);
	}

}
