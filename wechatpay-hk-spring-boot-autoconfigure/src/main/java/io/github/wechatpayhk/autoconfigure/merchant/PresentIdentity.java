package io.github.wechatpayhk.autoconfigure.merchant;

import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkConfigurationException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.signature.Signer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The key with which a merchant signs at present. A key from an SSL bundle changes when
 * the bundle is reloaded; one that cannot be used leaves the former in place.
 */
final class PresentIdentity {

	private static final Log logger = LogFactory.getLog(PresentIdentity.class);

	private final MerchantIdentityReader reader;

	private final MerchantCredential credential;

	private volatile MerchantIdentity present;

	PresentIdentity(MerchantIdentityReader reader, @Nullable Signer signer) {
		this.reader = reader;
		this.present = reader.read(signer);
		this.credential = MerchantCredential.changing(() -> this.present.credential());
		if (signer == null) {
			reader.onBundleUpdate(this::reload);
		}
	}

	private void reload() {
		try {
			this.present = this.reader.read(null);
			logger.info("Signing with the reloaded key under serial number " + this.credential.serialNumber());
		}
		catch (WechatPayHkConfigurationException ex) {
			logger.warn("The reloaded key cannot be used, the former one stays: " + ex.getMessage());
		}
	}

	MerchantIdentity present() {
		return this.present;
	}

	MerchantCredential credential() {
		return this.credential;
	}

}
