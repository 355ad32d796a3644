package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Who pays, as the applications of the parties know them.
 *
 * @param openid the payer's id in the direct merchant's application
 * @param spOpenid the payer's id in the institution's application
 * @param subOpenid the payer's id in the sub-merchant's application
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Payer(@JsonProperty("openid") @Nullable String openid,
		@JsonProperty("sp_openid") @Nullable String spOpenid, @JsonProperty("sub_openid") @Nullable String subOpenid) {

	/**
	 * Return a payer by the id in the direct merchant's application.
	 * @param openid the id
	 * @return the payer
	 */
	public static Payer ofOpenid(String openid) {
		return new Payer(openid, null, null);
	}

	/**
	 * Return a payer by the id in the institution's application.
	 * @param spOpenid the id
	 * @return the payer
	 */
	public static Payer ofSpOpenid(String spOpenid) {
		return new Payer(null, spOpenid, null);
	}

	/**
	 * Return a payer by the id in the sub-merchant's application.
	 * @param subOpenid the id
	 * @return the payer
	 */
	public static Payer ofSubOpenid(String subOpenid) {
		return new Payer(null, null, subOpenid);
	}

}
