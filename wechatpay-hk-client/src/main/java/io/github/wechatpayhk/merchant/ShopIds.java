package io.github.wechatpayhk.merchant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import org.jspecify.annotations.Nullable;

/**
 * The merchant numbers of an order or a refund, together with the application ids that
 * belong to them (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#merchant-numbers">protocol</a>).
 * A direct merchant names {@code mchid} and {@code appid}; an institution
 * {@code sp_mchid}, {@code sp_appid} and {@code sub_mchid}, and {@code sub_appid} where
 * the sub-merchant has one. The absent ones are left out.
 *
 * @param mchid the number of a direct merchant, 1 to 32 digits
 * @param appid the application of a direct merchant, 1 to 32 characters out of
 * {@code [0-9A-Za-z_-]}
 * @param spMchid the number of an institution, 1 to 32 digits
 * @param spAppid the application of an institution, 1 to 32 characters out of
 * {@code [0-9A-Za-z_-]}
 * @param subMchid the number of its sub-merchant, 1 to 32 digits
 * @param subAppid the application of the sub-merchant, 1 to 32 characters out of
 * {@code [0-9A-Za-z_-]}
 * @since 0.1.0
 */
@JsonPropertyOrder({ "mchid", "appid", "sp_mchid", "sp_appid", "sub_mchid", "sub_appid" })
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShopIds(@JsonProperty("mchid") @Nullable String mchid, @JsonProperty("appid") @Nullable String appid,
		@JsonProperty("sp_mchid") @Nullable String spMchid, @JsonProperty("sp_appid") @Nullable String spAppid,
		@JsonProperty("sub_mchid") @Nullable String subMchid, @JsonProperty("sub_appid") @Nullable String subAppid) {

	private static final ShopIds NONE = new ShopIds(null, null, null, null, null, null);

	/**
	 * Create the ids.
	 * @param mchid the number of a direct merchant
	 * @param appid the application of a direct merchant
	 * @param spMchid the number of an institution
	 * @param spAppid the application of an institution
	 * @param subMchid the number of its sub-merchant
	 * @param subAppid the application of the sub-merchant
	 * @throws WechatPayHkRequestException if one of them has another form
	 */
	public ShopIds {
		MerchantIds checked = new MerchantIds(mchid, spMchid, subMchid);
		mchid = checked.mchid();
		spMchid = checked.spMchid();
		subMchid = checked.subMchid();
		RequestField.APPID.requireOrNull("appid", appid);
		RequestField.APPID.requireOrNull("spAppid", spAppid);
		RequestField.APPID.requireOrNull("subAppid", subAppid);
	}

	/**
	 * Return the ids of a call that names none.
	 * @return no ids
	 */
	public static ShopIds none() {
		return NONE;
	}

	/**
	 * Return merchant numbers without application ids.
	 * @param ids the merchant numbers
	 * @return the ids
	 */
	public static ShopIds of(MerchantIds ids) {
		return new ShopIds(ids.mchid(), null, ids.spMchid(), null, ids.subMchid(), null);
	}

	/**
	 * Return the ids of a merchant with a contract of its own.
	 * @param mchid its number
	 * @param appid its application
	 * @return the ids
	 */
	public static ShopIds direct(String mchid, String appid) {
		return new ShopIds(mchid, appid, null, null, null, null);
	}

	/**
	 * Return the ids of an institution.
	 * @param spMchid its number
	 * @param spAppid its application
	 * @param subMchid the number of its sub-merchant
	 * @param subAppid the application of the sub-merchant, if it has one
	 * @return the ids
	 */
	public static ShopIds institution(String spMchid, String spAppid, String subMchid, @Nullable String subAppid) {
		return new ShopIds(null, null, spMchid, spAppid, subMchid, subAppid);
	}

	/**
	 * Return whether none of the ids is there.
	 * @return whether all are {@code null}
	 */
	@JsonIgnore
	public boolean isEmpty() {
		return equals(NONE);
	}

	/**
	 * Return these ids, or others if there are none here: a set is replaced as a whole.
	 * @param configured the other ids
	 * @return these or the other ids
	 */
	public ShopIds orElse(ShopIds configured) {
		return isEmpty() ? configured : this;
	}

	/**
	 * Return the merchant numbers alone, as queries, closing and reversing need them.
	 * @return the merchant numbers
	 */
	public MerchantIds merchantIds() {
		return new MerchantIds(this.mchid, this.spMchid, this.subMchid);
	}

	/**
	 * Check that the ids can name whose order a call means, and in which application.
	 * @return these ids
	 * @throws WechatPayHkRequestException if a number is there without the application or
	 * the sub-merchant that belongs to it, or no number is there at all
	 */
	public ShopIds requireComplete() {
		merchantIds().requireComplete();
		if (this.mchid != null && this.spMchid == null && this.appid == null) {
			throw new WechatPayHkRequestException("'mchid' is set without 'appid': name the application");
		}
		if (this.spMchid != null && this.spAppid == null) {
			throw new WechatPayHkRequestException(
					"'spMchid' is set without 'spAppid': name the application of the institution");
		}
		return this;
	}

}
