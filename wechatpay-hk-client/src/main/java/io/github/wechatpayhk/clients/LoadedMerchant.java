package io.github.wechatpayhk.clients;

import io.github.wechatpayhk.Merchant;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.order.ReverseOrderService;

/**
 * A merchant with all that is kept for it.
 *
 * @param merchant the merchant
 * @param client its client
 * @param service its service
 */
record LoadedMerchant(Merchant merchant, WechatPayHkClient client, ReverseOrderService service) {

	/**
	 * Return whether the client would do for a merchant as well. The signer counts: a
	 * wrong key may be corrected under the same serial number.
	 */
	boolean isFor(Merchant other) {
		return this.merchant.credential().isSameAs(other.credential()) && this.merchant
			.equals(new Merchant(other.ids(), this.merchant.credential(), other.trust(), other.generation(),
					other.baseUrl(), other.certificatesPath(), other.shopIds(), other.apiV3Key()));
	}

}
