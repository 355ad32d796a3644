package io.github.wechatpayhk.simulator.order;

import java.time.Duration;

/**
 * What the sources about WeChat Pay leave open, or only advise, about orders. Immutable:
 * every change is a copy.
 *
 * @param earliestClose how old an order must be to be closed
 * @param pendingForm what a 202 carries
 * @since 0.1.0
 */
public record OrderRules(Duration earliestClose, PendingForm pendingForm) {

	private static final OrderRules DEFAULTS = new OrderRules(Duration.ZERO, PendingForm.ORDER);

	/**
	 * Return the defaults.
	 * @return the defaults
	 */
	public static OrderRules defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a copy that refuses to close an order that was just placed.
	 * @param age how old the order must be
	 * @return the copy
	 */
	public OrderRules withEarliestClose(Duration age) {
		return new OrderRules(age, this.pendingForm);
	}

	/**
	 * Return a copy whose 202 looks otherwise.
	 * @param form what a 202 carries
	 * @return the copy
	 */
	public OrderRules withPendingForm(PendingForm form) {
		return new OrderRules(this.earliestClose, form);
	}

	/**
	 * What the 202 of a Quick Pay order that is not yet paid carries.
	 */
	public enum PendingForm {

		/**
		 * The order in state {@code USERPAYING}.
		 */
		ORDER,

		/**
		 * A code {@code USERPAYING} and a message.
		 */
		CODE,

		/**
		 * Nothing.
		 */
		EMPTY

	}

}
