package io.github.wechatpayhk.durable.crash;

/**
 * Between which two steps of a scheduled reversal its process dies. The steps are seen
 * from outside: the scheduled reversal in the database, the request and the response at
 * the process's own front, the effect at the simulator.
 */
enum Moment {

	/** The scheduled reversal is committed, and its request has not left. */
	STORE_TO_SEND("store to send"),

	/** The request has left, and the gateway has not acted. */
	SEND_TO_EFFECT("send to effect"),

	/** The gateway has acted, and its response has not left. */
	EFFECT_TO_RESPONSE("effect to response"),

	/** The response has left, and the end is not committed. */
	RESPONSE_TO_RECORD("response to record"),

	/** The end is committed, and its listener has not acknowledged it. */
	STATE_TO_LISTENER("state to listener"),

	/** Everything was committed already: the kill came too late. */
	TOO_LATE("too late"),

	/** Another process made the call: the kill hit a process that had only scheduled. */
	OF_ANOTHER("scheduled reversal of another process");

	private final String label;

	Moment(String label) {
		this.label = label;
	}

	/**
	 * Return whether runs aim at it.
	 */
	boolean isClass() {
		return compareTo(TOO_LATE) < 0;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
