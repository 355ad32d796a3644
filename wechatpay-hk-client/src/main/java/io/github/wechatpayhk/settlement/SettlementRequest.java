package io.github.wechatpayhk.settlement;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.webclient.CallOptions;
import org.jspecify.annotations.Nullable;

/**
 * Names settlements by their state, and optionally by their days and for one call alone
 * by the sub-merchant whose they are. Immutable.
 *
 * @since 0.1.0
 */
public final class SettlementRequest {

	private final String state;

	private final @Nullable LocalDate firstDay;

	private final @Nullable LocalDate lastDay;

	private final MerchantIds merchantIds;

	private final CallOptions options;

	private SettlementRequest(String state, @Nullable LocalDate firstDay, @Nullable LocalDate lastDay,
			MerchantIds merchantIds, CallOptions options) {
		this.state = state;
		this.firstDay = firstDay;
		this.lastDay = lastDay;
		this.merchantIds = merchantIds;
		this.options = options;
	}

	/**
	 * Ask for what WeChat Pay has paid out.
	 * @return the request
	 */
	public static SettlementRequest settled() {
		return new SettlementRequest("SETTLED", null, null, MerchantIds.none(), CallOptions.none());
	}

	/**
	 * Ask for what WeChat Pay has not paid out yet.
	 * @return the request
	 */
	public static SettlementRequest unsettled() {
		return new SettlementRequest("UNSETTLE", null, null, MerchantIds.none(), CallOptions.none());
	}

	/**
	 * Name the days of the settlements.
	 * @param firstDay the first day in Beijing time
	 * @param lastDay the last day in Beijing time, not before the first one
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if a day is absent, or the last one is before
	 * the first one
	 */
	public SettlementRequest withDays(LocalDate firstDay, LocalDate lastDay) {
		if (RequestField.requirePresent("lastDay", lastDay)
			.isBefore(RequestField.requirePresent("firstDay", firstDay))) {
			throw new WechatPayHkRequestException("'lastDay' " + lastDay + " is before 'firstDay' " + firstDay);
		}
		return new SettlementRequest(this.state, firstDay, lastDay, this.merchantIds, this.options);
	}

	/**
	 * Name the sub-merchant whose settlements they are. Its number alone is sent; none is
	 * sent if it is absent.
	 * @param merchantIds the merchant numbers, which replace the configured ones as a
	 * whole
	 * @return a changed copy
	 */
	public SettlementRequest withMerchantIds(MerchantIds merchantIds) {
		return new SettlementRequest(this.state, this.firstDay, this.lastDay, merchantIds, this.options);
	}

	/**
	 * Call another host, or the same one under another prefix.
	 * @param baseUrl scheme, host and prefix, such as
	 * {@code https://api.mch.weixin.qq.com/hk/}; plain http for loopback addresses only
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public SettlementRequest withBaseUrl(URI baseUrl) {
		return withOptions(this.options.withBaseUrl(baseUrl));
	}

	/**
	 * Bound the time of the call of each page, all its attempts and waits included.
	 * @param deadline the time from the subscription on, greater than zero
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it is zero or negative
	 */
	public SettlementRequest withDeadline(Duration deadline) {
		return withOptions(this.options.withDeadline(deadline));
	}

	private SettlementRequest withOptions(CallOptions options) {
		return new SettlementRequest(this.state, this.firstDay, this.lastDay, this.merchantIds, options);
	}

	/**
	 * Return the state of the settlements.
	 * @return {@code SETTLED} or {@code UNSETTLE}
	 */
	public String state() {
		return this.state;
	}

	/**
	 * Return the first day.
	 * @return the day in Beijing time, or {@code null} if none was named
	 */
	public @Nullable LocalDate firstDay() {
		return this.firstDay;
	}

	/**
	 * Return the last day.
	 * @return the day in Beijing time, or {@code null} if none was named
	 */
	public @Nullable LocalDate lastDay() {
		return this.lastDay;
	}

	/**
	 * Return the merchant numbers of this call alone.
	 * @return the ids, empty if the configured ones hold
	 */
	public MerchantIds merchantIds() {
		return this.merchantIds;
	}

	/**
	 * Return what this call alone does otherwise than the configured calls.
	 * @return the options
	 */
	public CallOptions options() {
		return this.options;
	}

	@Override
	public String toString() {
		return "SettlementRequest[state=" + this.state + ", firstDay=" + this.firstDay + ", lastDay=" + this.lastDay
				+ ", " + this.merchantIds + ", " + this.options + ']';
	}

}
