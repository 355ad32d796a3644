package io.github.wechatpayhk.simulator.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The merchant numbers and app ids that a request carries: of a direct merchant, of an
 * institution, or the union of both.
 *
 * @param mchid the direct merchant number
 * @param spMchid the institution's number
 * @param subMchid the sub-merchant's number
 * @param appid the direct merchant's app id
 * @param spAppid the institution's app id
 * @param subAppid the sub-merchant's app id
 * @since 0.1.0
 */
public record Ids(@Nullable String mchid, @Nullable String spMchid, @Nullable String subMchid, @Nullable String appid,
		@Nullable String spAppid, @Nullable String subAppid) {

	/**
	 * Return the number of the shop that owns the order.
	 * @return the sub-merchant of an institution, else the direct merchant
	 */
	public String shop() {
		if (this.subMchid != null) {
			return this.subMchid;
		}
		return (this.mchid != null) ? this.mchid : "";
	}

	/**
	 * Tell whether an institution acts.
	 * @return whether there is an institution's number
	 */
	public boolean isInstitution() {
		return this.spMchid != null;
	}

}
