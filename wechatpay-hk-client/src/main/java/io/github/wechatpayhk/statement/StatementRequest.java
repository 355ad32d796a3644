package io.github.wechatpayhk.statement;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;

/**
 * Names the statement of a day, and optionally for one call alone whose it is. Immutable.
 *
 * @since 0.1.0
 */
public final class StatementRequest {

	/**
	 * The time zone of statements: a day ends at midnight in Beijing, as in Hong Kong.
	 */
	public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

	private static final LocalTime WRITTEN_FROM = LocalTime.of(9, 0);

	private static final int DAYS_KEPT = 180;

	private final LocalDate day;

	private final MerchantIds merchantIds;

	private StatementRequest(LocalDate day, MerchantIds merchantIds) {
		this.day = day;
		this.merchantIds = merchantIds;
	}

	/**
	 * Ask for the statement of a day of the configured merchant.
	 * @param day the day in Beijing time
	 * @return the request
	 */
	public static StatementRequest of(LocalDate day) {
		return new StatementRequest(RequestField.requirePresent("day", day), MerchantIds.none());
	}

	/**
	 * Name whose statement it is. An institution that names no sub-merchant gets the
	 * payments of all of them.
	 * @param merchantIds the merchant numbers, which replace the configured ones as a
	 * whole
	 * @return a changed copy
	 */
	public StatementRequest withMerchantIds(MerchantIds merchantIds) {
		return new StatementRequest(this.day, merchantIds);
	}

	/**
	 * Return the day.
	 * @return the day in Beijing time
	 */
	public LocalDate day() {
		return this.day;
	}

	/**
	 * Return the merchant numbers of this call alone.
	 * @return the ids, empty if the configured ones hold
	 */
	public MerchantIds merchantIds() {
		return this.merchantIds;
	}

	/**
	 * Check that WeChat Pay has the statement.
	 */
	void requireAvailable(Instant now) {
		Instant written = this.day.plusDays(1).atTime(WRITTEN_FROM).atZone(ZONE).toInstant();
		if (now.isBefore(written)) {
			throw new WechatPayHkRequestException("The statement of " + this.day + " is not written before "
					+ this.day.plusDays(1) + ' ' + WRITTEN_FROM + " Beijing time: ask for it from then on");
		}
		LocalDate oldest = LocalDate.ofInstant(now, ZONE).minusDays(DAYS_KEPT);
		if (this.day.isBefore(oldest)) {
			throw new WechatPayHkRequestException("The statement of " + this.day + " is older than " + DAYS_KEPT
					+ " days, and WeChat Pay does not keep it: the oldest one is that of " + oldest);
		}
	}

	@Override
	public String toString() {
		return "StatementRequest[day=" + this.day + ", " + this.merchantIds + ']';
	}

}
