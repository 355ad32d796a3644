package io.github.wechatpayhk;

/**
 * A merchant with all that is kept for it.
 *
 * @param merchant the merchant
 * @param client its client
 * @param service its service
 */
record LoadedMerchant(Merchant merchant, WechatPayHkClient client, ReverseOrderService service) {

}
