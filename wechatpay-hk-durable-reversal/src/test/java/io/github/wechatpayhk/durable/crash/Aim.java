package io.github.wechatpayhk.durable.crash;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which order's process is killed, and when. It is taken once.
 */
final class Aim {

	private static final int LONGEST_LINGERING_MICROS = 3000;

	private final AtomicBoolean isTaken = new AtomicBoolean();

	private final String order;

	private final Moment moment;

	private final boolean isRequestLost;

	private final long lingeringNanos;

	Aim(String order, Moment moment, SplittableRandom random) {
		this.order = order;
		this.moment = moment;
		this.isRequestLost = random.nextBoolean();
		this.lingeringNanos = random.nextLong(LONGEST_LINGERING_MICROS) * 1000;
	}

	String order() {
		return this.order;
	}

	Moment moment() {
		return this.moment;
	}

	/**
	 * Return whether a request whose sender was killed never arrives.
	 */
	boolean isRequestLost() {
		return this.isRequestLost;
	}

	private void linger() {
		long end = System.nanoTime() + this.lingeringNanos;
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Take it, if an order has come to the moment that is aimed at. Where the moment
	 * passes by itself, some of it is used up before.
	 */
	boolean take(String order, Moment moment) {
		if (!this.order.equals(order) || this.moment != moment || !this.isTaken.compareAndSet(false, true)) {
			return false;
		}
		if (moment == Moment.STORE_TO_SEND || moment == Moment.RESPONSE_TO_RECORD) {
			linger();
		}
		return true;
	}

	boolean isTaken() {
		return this.isTaken.get();
	}

}
