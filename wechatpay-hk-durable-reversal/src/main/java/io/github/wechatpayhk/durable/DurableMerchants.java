package io.github.wechatpayhk.durable;

import io.github.wechatpayhk.WechatPayHkClients;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Finds the merchant of a promise. Asked with each attempt, so that a changed key is used
 * at once.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DurableMerchants {

	/**
	 * Find a merchant.
	 * @param name its name, or {@code null} for the default one
	 * @return the merchant, or a {@link WechatPayHkRequestException} if there is none of
	 * this name
	 */
	Mono<DurableMerchant> find(@Nullable String name);

	/**
	 * Return the one merchant of an application.
	 * @param merchant the merchant
	 * @return the merchants
	 */
	static DurableMerchants of(DurableMerchant merchant) {
		return (name) -> (name == null) ? Mono.just(merchant) : Mono
			.error(new WechatPayHkRequestException("There are no merchants with names, '" + name + "' is asked for"));
	}

	/**
	 * Return a default merchant, and others by their names.
	 * @param merchant the default merchant
	 * @param others the others
	 * @return the merchants
	 */
	static DurableMerchants of(DurableMerchant merchant, WechatPayHkClients others) {
		return (name) -> (name == null) ? Mono.just(merchant)
				: others.find(name).map((client) -> DurableMerchant.of(client, others.reverseOrderService(name)));
	}

}
