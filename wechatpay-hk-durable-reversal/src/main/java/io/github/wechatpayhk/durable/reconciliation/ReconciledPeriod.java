package io.github.wechatpayhk.durable.reconciliation;

import java.time.Instant;
import java.time.LocalDate;

import io.github.wechatpayhk.signature.ResponseVerifier;
import io.github.wechatpayhk.statement.StatementRequest;

/**
 * A day of a merchant in Beijing time, as the tables count it.
 *
 * @param signer the number of the merchant that signs
 * @param day the day
 */
record ReconciledPeriod(String signer, LocalDate day) {

	static Instant start(LocalDate day) {
		return day.atStartOfDay(StatementRequest.ZONE).toInstant();
	}

	long from() {
		return start(this.day).toEpochMilli();
	}

	long to() {
		return start(this.day.plusDays(1)).toEpochMilli();
	}

	/**
	 * Return from when on what ended on the day may be in the statement of the next one,
	 * as the clock here may be slow.
	 */
	long lateFrom() {
		return to() - ResponseVerifier.ACCEPTED_CLOCK_SKEW.toMillis();
	}

	ReconciledPeriod before() {
		return new ReconciledPeriod(this.signer, this.day.minusDays(1));
	}

}
