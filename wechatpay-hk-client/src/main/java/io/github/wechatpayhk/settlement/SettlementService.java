package io.github.wechatpayhk.settlement;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.webclient.Pages;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lists settlements (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#settlements">protocol</a>).
 * <p>
 * Every publisher is cold: each subscription is a new call with a new signature. A page
 * is handed on when WeChat Pay's signed response has been verified and is the page that
 * was asked for; anything else is exactly one {@link WechatPayHkException}. Calls change
 * nothing at WeChat Pay and are free to be repeated. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface SettlementService {

	/**
	 * List all settlements, page by page. The call of a page is made once the settlements
	 * of the pages before were received and more are requested, so a slow subscriber
	 * makes no calls ahead. Settlements that WeChat Pay adds meanwhile can move others to
	 * another page.
	 * @param request names the settlements
	 * @return the settlements in WeChat Pay's order, ending with an error if a page fails
	 */
	default Flux<Settlement> list(SettlementRequest request) {
		return Pages.all((offset) -> list(request, offset, Pages.SIZE), SettlementList::data,
				SettlementList::totalCount);
	}

	/**
	 * List one page of settlements.
	 * @param request names the settlements
	 * @param offset how many settlements to leave out, at least 0
	 * @param limit how many settlements at most, at least 1
	 * @return one page
	 */
	Mono<SettlementList> list(SettlementRequest request, int offset, int limit);

	/**
	 * Return a service that makes one attempt per page and subscription.
	 * @param client whom it calls, and as whom
	 * @return the service
	 */
	static SettlementService create(WechatPayHkClient client) {
		return new WebClientSettlementService(client);
	}

}
