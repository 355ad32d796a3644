package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import org.jspecify.annotations.Nullable;

/**
 * Where and by whom an order is taken. Orders from a mobile browser need
 * {@code payerClientIp} and {@code storeInfo}. WeChat Pay names no lengths: 256
 * characters are the bound here.
 *
 * @param payerClientIp the address of the payer's device, IPv4 or IPv6
 * @param deviceIp the address of the shop's device
 * @param deviceId the number of the shop's device
 * @param operatorId the number of the cashier
 * @param storeInfo the shop
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SceneInfo(@JsonProperty("payer_client_ip") @Nullable String payerClientIp,
		@JsonProperty("device_ip") @Nullable String deviceIp, @JsonProperty("device_id") @Nullable String deviceId,
		@JsonProperty("operator_id") @Nullable String operatorId,
		@JsonProperty("store_info") @Nullable Store storeInfo) {

	/**
	 * Create the scene.
	 * @param payerClientIp the address of the payer's device
	 * @param deviceIp the address of the shop's device
	 * @param deviceId the number of the shop's device
	 * @param operatorId the number of the cashier
	 * @param storeInfo the shop
	 * @throws WechatPayHkRequestException if a text is empty, too long or has
	 * supplementary characters
	 */
	public SceneInfo {
		RequestField.SCENE.requireOrNull("sceneInfo.payerClientIp", payerClientIp);
		RequestField.SCENE.requireOrNull("sceneInfo.deviceIp", deviceIp);
		RequestField.SCENE.requireOrNull("sceneInfo.deviceId", deviceId);
		RequestField.SCENE.requireOrNull("sceneInfo.operatorId", operatorId);
	}

	/**
	 * Return a scene that names a device of the shop, as a cash register does.
	 * @param deviceId the number of the device
	 * @param operatorId the number of the cashier
	 * @return the scene
	 */
	public static SceneInfo ofDevice(String deviceId, @Nullable String operatorId) {
		return new SceneInfo(null, null, deviceId, operatorId, null);
	}

	/**
	 * In which of its shops the merchant sells.
	 *
	 * @param id the merchant's number of the shop
	 * @param name its name
	 * @param address its address
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Store(@JsonProperty("id") @Nullable String id, @JsonProperty("name") String name,
			@JsonProperty("address") String address) {

		/**
		 * Create the shop.
		 * @param id the merchant's number of the shop
		 * @param name its name
		 * @param address its address
		 * @throws WechatPayHkRequestException if name or address are absent, or a text
		 * has supplementary characters
		 */
		public Store {
			RequestField.SCENE.requireOrNull("storeInfo.id", id);
			RequestField.SCENE.require("storeInfo.name", name);
			RequestField.SCENE.require("storeInfo.address", address);
		}

	}

}
