package io.github.wechatpayhk.refund;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The state of a refund. Open: a value that WeChat Pay adds one day is data, not an
 * error. Compare with {@code equals}.
 *
 * @param value the state as the queries of WeChat Pay spell it
 * @since 0.1.0
 */
public record RefundStatus(@JsonValue String value) {

	/** Accepted, the money is on its way. */
	public static final RefundStatus PROCESSING = new RefundStatus("PROCESSING");

	/** The payer has the money back. */
	public static final RefundStatus SUCCESS = new RefundStatus("SUCCESS");

	/** The refund failed; notifications call it {@code CLOSED}. */
	public static final RefundStatus CLOSED = new RefundStatus("REFUNDCLOSE");

	/** The money could not be delivered: somebody has to act. */
	public static final RefundStatus ABNORMAL = new RefundStatus("ABNORMAL");

	/**
	 * Create a state.
	 * @param value the state as WeChat Pay spells it
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public RefundStatus {
		if ("CLOSED".equals(value)) {
			value = "REFUNDCLOSE";
		}
	}

	/**
	 * Return whether the refund stands: the payer has the money back or will have it.
	 * @return whether this is {@link #PROCESSING} or {@link #SUCCESS}
	 */
	public boolean isStanding() {
		return equals(PROCESSING) || equals(SUCCESS);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
