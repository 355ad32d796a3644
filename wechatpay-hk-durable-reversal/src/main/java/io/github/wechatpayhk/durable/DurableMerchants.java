package io.github.wechatpayhk.durable;

import java.util.function.BiFunction;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Finds the merchant of a scheduled reversal. Asked with each attempt, so that a changed
 * key is used at once.
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
		return of(merchant, others, (name, client) -> DurableMerchant.of(client, others.reverseOrderService(name)));
	}

	/**
	 * Return a default merchant, and others by their names, whose services may be
	 * decorated. A query falls back to the hosts to which a reverse does, as it confirms
	 * the reverse.
	 * @param merchant the default merchant
	 * @param others the others
	 * @param services makes a merchant from its name and its client
	 * @return the merchants
	 */
	static DurableMerchants of(DurableMerchant merchant, WechatPayHkClients others,
			BiFunction<String, WechatPayHkClient, DurableMerchant> services) {
		return (name) -> (name == null) ? Mono.just(merchant)
				: others.find(name).map((client) -> services.apply(name, client));
	}

}
