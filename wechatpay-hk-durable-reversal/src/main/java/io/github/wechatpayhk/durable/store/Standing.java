package io.github.wechatpayhk.durable.store;

import java.util.stream.Stream;

import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.OnlinePayment;

/**
 * What the states of an online payment and of a refund have in common: the same rules
 * bring both to their end.
 *
 * @since 0.1.0
 */
public enum Standing {

	OPEN, REQUIRES_ACTION, DONE, CLOSED, SETTLED;

	public static Standing of(OnlinePayment.State state) {
		return switch (state) {
			case OPEN -> OPEN;
			case REQUIRES_ACTION -> REQUIRES_ACTION;
			case PAID -> DONE;
			case CLOSED -> CLOSED;
			case SETTLED -> SETTLED;
		};
	}

	public static Standing of(DurableRefund.State state) {
		return switch (state) {
			case OPEN -> OPEN;
			case REQUIRES_ACTION -> REQUIRES_ACTION;
			case SUCCESS -> DONE;
			case CLOSED -> CLOSED;
			case SETTLED -> SETTLED;
		};
	}

	public OnlinePayment.State onlinePayment() {
		return Stream.of(OnlinePayment.State.values()).filter((state) -> of(state) == this).findFirst().orElseThrow();
	}

	public DurableRefund.State refund() {
		return Stream.of(DurableRefund.State.values()).filter((state) -> of(state) == this).findFirst().orElseThrow();
	}

	public boolean isTerminal() {
		return this != OPEN && this != REQUIRES_ACTION;
	}

}
