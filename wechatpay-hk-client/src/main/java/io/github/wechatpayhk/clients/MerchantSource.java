package io.github.wechatpayhk.clients;

import java.util.Map;

import io.github.wechatpayhk.Merchant;
import reactor.core.publisher.Mono;

/**
 * Where merchants come from, by a name of the application's choice: properties, a
 * database, a service. Asked when a merchant is first needed, and again now and then.
 * <p>
 * Implementations must be safe for concurrent use and must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MerchantSource {

	/**
	 * Find a merchant.
	 * @param name its name
	 * @return the merchant, or empty if there is none of this name
	 */
	Mono<Merchant> find(String name);

	/**
	 * Look elsewhere for merchants that are not found here.
	 * @param others where to look then
	 * @return both
	 */
	default MerchantSource or(MerchantSource others) {
		return (name) -> find(name).switchIfEmpty(Mono.defer(() -> others.find(name)));
	}

	/**
	 * Return a source of merchants that are at hand.
	 * @param merchants the merchants by their names
	 * @return the source
	 */
	static MerchantSource of(Map<String, Merchant> merchants) {
		Map<String, Merchant> copy = Map.copyOf(merchants);
		return (name) -> Mono.justOrEmpty(copy.get(name));
	}

}
