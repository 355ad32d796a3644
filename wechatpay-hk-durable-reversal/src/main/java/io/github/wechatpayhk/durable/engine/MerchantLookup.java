package io.github.wechatpayhk.durable.engine;

import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.store.EventLoop;
import io.github.wechatpayhk.resilience.CallingMerchant;
import org.jspecify.annotations.Nullable;

/**
 * Finds merchants on a thread that may block.
 *
 * @param merchants the merchants
 */
record MerchantLookup(DurableMerchants merchants) {

	DurableMerchant find(@Nullable String name) {
		EventLoop.refuse();
		DurableMerchant merchant = this.merchants.find(name).block();
		if (merchant == null) {
			throw new ReversalConflictException("There is no merchant '" + name + "'");
		}
		return merchant;
	}

	/**
	 * Return the number that signs for the merchant of a notification.
	 */
	String signer(String notified) {
		return find(CallingMerchant.DEFAULT_NAME.equals(notified) ? null : notified).ids().signer();
	}

}
