package io.github.wechatpayhk.simulator.order;

/**
 * What the sources about WeChat Pay leave open, or only advise, about orders. Immutable:
 * every change is a copy.
 *
 * @param pendingForm what a 202 carries
 * @since 0.1.0
 */
public record OrderRules(PendingForm pendingForm) {

	private static final OrderRules DEFAULTS = new OrderRules(PendingForm.ORDER);

	/**
	 * Return the defaults.
	 * @return the defaults
	 */
	public static OrderRules defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a copy whose 202 looks otherwise.
	 * @param form what a 202 carries
	 * @return the copy
	 */
	public OrderRules withPendingForm(PendingForm form) {
		return new OrderRules(form);
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
