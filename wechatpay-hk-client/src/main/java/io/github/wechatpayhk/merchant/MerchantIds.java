package io.github.wechatpayhk.merchant;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import org.jspecify.annotations.Nullable;

/**
 * The merchant numbers of a call: {@code mchid} for a merchant with a contract of its
 * own, {@code sp_mchid} and {@code sub_mchid} for an institution that acts for a
 * sub-merchant (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#merchant-numbers">protocol</a>).
 * They go into the body in this order, the absent ones left out. One set is normal; all
 * three are sent as they are.
 *
 * @param mchid the number of a direct merchant, 1 to 32 digits
 * @param spMchid the number of an institution, 1 to 32 digits
 * @param subMchid the number of its sub-merchant, 1 to 32 digits
 * @since 0.1.0
 */
@JsonPropertyOrder({ "mchid", "sp_mchid", "sub_mchid" })
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonAutoDetect(getterVisibility = JsonAutoDetect.Visibility.NONE, isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public record MerchantIds(@JsonProperty("mchid") @Nullable String mchid,
		@JsonProperty("sp_mchid") @Nullable String spMchid, @JsonProperty("sub_mchid") @Nullable String subMchid) {

	private static final MerchantIds NONE = new MerchantIds(null, null, null);

	/**
	 * Create the ids.
	 * @param mchid the number of a direct merchant
	 * @param spMchid the number of an institution
	 * @param subMchid the number of its sub-merchant
	 * @throws WechatPayHkRequestException if one of them is not 1 to 32 digits
	 */
	public MerchantIds {
		RequestField.MCHID.requireOrNull("mchid", mchid);
		RequestField.MCHID.requireOrNull("spMchid", spMchid);
		RequestField.MCHID.requireOrNull("subMchid", subMchid);
	}

	/**
	 * Return the ids of a call that names none.
	 * @return no ids
	 */
	public static MerchantIds none() {
		return NONE;
	}

	/**
	 * Return the ids of a merchant with a contract of its own.
	 * @param mchid its number
	 * @return the ids
	 * @throws WechatPayHkRequestException if it is not 1 to 32 digits
	 */
	public static MerchantIds direct(String mchid) {
		return new MerchantIds(RequestField.MCHID.require("mchid", mchid), null, null);
	}

	/**
	 * Return the ids of an institution.
	 * @param spMchid its number, which also signs
	 * @param subMchid the number of the sub-merchant, or {@code null} if each call names
	 * one
	 * @return the ids
	 * @throws WechatPayHkRequestException if one of them is not 1 to 32 digits
	 */
	public static MerchantIds institution(String spMchid, @Nullable String subMchid) {
		return new MerchantIds(null, RequestField.MCHID.require("spMchid", spMchid), subMchid);
	}

	/**
	 * Return the number whose key signs: that of the institution if there is one, else
	 * that of the merchant.
	 * @return the number that stands in {@code Authorization}
	 * @throws IllegalStateException if there is neither
	 */
	public String signer() {
		if (this.spMchid != null) {
			return this.spMchid;
		}
		if (this.mchid != null) {
			return this.mchid;
		}
		throw new IllegalStateException("Either 'mchid' or 'spMchid' is needed");
	}

	/**
	 * Return whether none of the ids is there.
	 * @return whether all are {@code null}
	 */
	public boolean isEmpty() {
		return equals(NONE);
	}

	/**
	 * Return these ids, or others if there are none here: a set is replaced as a whole.
	 * @param configured the other ids
	 * @return these or the other ids
	 */
	public MerchantIds orElse(MerchantIds configured) {
		return isEmpty() ? configured : this;
	}

	/**
	 * Check that the ids can name whose order a call means.
	 * @return these ids
	 * @throws WechatPayHkRequestException if {@code spMchid} and {@code subMchid} are not
	 * together, or no id is there at all
	 */
	public MerchantIds requireComplete() {
		if (this.spMchid != null && this.subMchid == null) {
			throw new WechatPayHkRequestException(
					"'spMchid' is set without 'subMchid': name the sub-merchant whose order is meant");
		}
		if (this.spMchid == null && this.mchid == null) {
			throw new WechatPayHkRequestException("Neither 'mchid' nor 'spMchid' with 'subMchid' is set");
		}
		return this;
	}

}
