package io.github.wechatpayhk.durable;

/**
 * How statements are compared with what is stored here.
 *
 * @param daily whether it is done by itself, each day at 10:30 Beijing time
 * @param complete whether all payments of the merchants are stored here. If not, a
 * payment or a refund in a statement that is unknown here is no difference
 * @since 0.1.0
 */
public record ReconciliationSettings(boolean daily, boolean complete) {

	private static final ReconciliationSettings DEFAULTS = new ReconciliationSettings(false, true);

	/**
	 * Return the defaults: only when it is asked for, and all payments are stored here.
	 * @return the defaults
	 */
	public static ReconciliationSettings defaults() {
		return DEFAULTS;
	}

}
