package io.github.wechatpayhk.durable;

import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * The comparison of one day's statement with what is stored here. Holds no secret and no
 * personal data.
 *
 * @param id its number here, a UUID; a repeated reconciliation has another one
 * @param merchant the name of a merchant with this signer, or {@code null} for the
 * default one
 * @param signer the number of the merchant that signs, whose statement it is
 * @param day the day in Beijing time
 * @param state what came of it
 * @param reason why an operator settled it, or {@code null}
 * @param rows how many rows the statement has
 * @param differences how many differences were found
 * @param reconciledAt when it was compared
 * @since 0.1.0
 */
public record ReconciledDay(String id, @Nullable String merchant, String signer, LocalDate day, State state,
		@Nullable String reason, long rows, long differences, Instant reconciledAt) {

	/**
	 * The state of a day.
	 */
	public enum State {

		/** The statement confirms all that is stored here. */
		CONFIRMED,

		/** There are differences. An operator reconciles the day again or settles it. */
		DIFFERENT,

		/** An operator settled the differences otherwise, and gave a reason. */
		SETTLED

	}

}
