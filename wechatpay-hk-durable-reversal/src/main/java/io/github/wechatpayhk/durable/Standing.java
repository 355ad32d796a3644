package io.github.wechatpayhk.durable;

/**
 * What the states of an online payment and of a refund have in common: the same rules
 * bring both to their end.
 */
enum Standing {

	OPEN, REQUIRES_ACTION, DONE, CLOSED, SETTLED;

	boolean isTerminal() {
		return this != OPEN && this != REQUIRES_ACTION;
	}

}
