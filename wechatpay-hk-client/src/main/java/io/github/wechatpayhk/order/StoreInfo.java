package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;

/**
 * In which of its shops the merchant sells.
 *
 * @param id the merchant's number of the shop
 * @param name its name
 * @param address its address
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoreInfo(@JsonProperty("id") @Nullable String id, @JsonProperty("name") String name,
		@JsonProperty("address") String address) {

	/**
	 * Create the shop.
	 * @param id the merchant's number of the shop
	 * @param name its name
	 * @param address its address
	 * @throws WechatPayHkRequestException if name or address are absent, or a text has
	 * supplementary characters
	 */
	public StoreInfo {
		SceneInfo.TEXT.requireOrNull("storeInfo.id", id);
		SceneInfo.TEXT.require("storeInfo.name", name);
		SceneInfo.TEXT.require("storeInfo.address", address);
	}

}
