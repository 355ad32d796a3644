package io.github.wechatpayhk.durable;

import java.util.stream.Stream;

/**
 * What the states of an online payment and of a refund have in common: the same rules
 * bring both to their end.
 */
enum Standing {

	OPEN, REQUIRES_ACTION, DONE, CLOSED, SETTLED;

	static Standing of(OnlinePayment.State state) {
		return switch (state) {
			case OPEN -> OPEN;
			case REQUIRES_ACTION -> REQUIRES_ACTION;
			case PAID -> DONE;
			case CLOSED -> CLOSED;
			case SETTLED -> SETTLED;
		};
	}

	static Standing of(DurableRefund.State state) {
		return switch (state) {
			case OPEN -> OPEN;
			case REQUIRES_ACTION -> REQUIRES_ACTION;
			case SUCCESS -> DONE;
			case CLOSED -> CLOSED;
			case SETTLED -> SETTLED;
		};
	}

	OnlinePayment.State onlinePayment() {
		return Stream.of(OnlinePayment.State.values()).filter((state) -> of(state) == this).findFirst().orElseThrow();
	}

	DurableRefund.State refund() {
		return Stream.of(DurableRefund.State.values()).filter((state) -> of(state) == this).findFirst().orElseThrow();
	}

	boolean isTerminal() {
		return this != OPEN && this != REQUIRES_ACTION;
	}

}
