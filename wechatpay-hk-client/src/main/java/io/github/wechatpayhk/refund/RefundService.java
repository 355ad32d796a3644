package io.github.wechatpayhk.refund;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.Order.PaidAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.webclient.Pages;
import io.github.wechatpayhk.webclient.ResponseSubject;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Refunds paid orders, in full or in part, and tells how refunds stand (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#refund-requests">protocol</a>).
 * <p>
 * Every {@link Mono} is cold: each subscription is a new call with a new signature. It
 * yields a result when WeChat Pay's signed response has been verified and is about what
 * was asked; anything else is exactly one {@link WechatPayHkException}. Safe for
 * concurrent use.
 *
 * @since 0.1.0
 */
public interface RefundService {

	/**
	 * Create a refund. A response means that it was accepted, not that the payer has the
	 * money: query it. After an unknown outcome repeat the identical request.
	 * @param request what is refunded
	 * @return the accepted refund
	 */
	Mono<Refund> refund(RefundRequest request);

	/**
	 * Query a refund of the configured merchant.
	 * @param outRefundNo the merchant's refund number, 1 to 64 characters out of
	 * {@code [0-9A-Za-z_-|*@]}
	 * @return the refund
	 */
	default Mono<Refund> query(String outRefundNo) {
		return Mono.defer(() -> query(RefundReference.outRefundNo(outRefundNo)));
	}

	/**
	 * Query a refund, by either number.
	 * @param refund names the refund, and whose it is
	 * @return the refund
	 */
	Mono<Refund> query(RefundReference refund);

	/**
	 * List all refunds of an order, page by page. The call of a page is made once the
	 * refunds of the pages before were received and more are requested.
	 * @param order names the order, and whose it is
	 * @return the refunds in WeChat Pay's order, ending with an error if a page fails
	 */
	default Flux<Refund> list(OrderReference order) {
		return Pages.all((offset) -> list(order, offset, Pages.SIZE), RefundList::data, RefundList::totalNum);
	}

	/**
	 * List one page of the refunds of an order.
	 * @param order names the order, and whose it is
	 * @param offset how many refunds to leave out, at least 0
	 * @param count how many refunds at most, at least 1
	 * @return one page
	 */
	Mono<RefundList> list(OrderReference order, int offset, int count);

	/**
	 * Return a service that makes one attempt per subscription.
	 * @param client whom it calls, and as whom
	 * @return the service
	 */
	static RefundService create(WechatPayHkClient client) {
		return new WebClientRefundService(client);
	}

	/**
	 * One page of the refunds of an order.
	 *
	 * @param mchid the direct merchant's number
	 * @param spMchid the institution's number
	 * @param subMchid the sub-merchant's number
	 * @param id WeChat Pay's number of the order
	 * @param outTradeNo the merchant's number of the order
	 * @param amount what the order costs
	 * @param totalNum how many refunds the order has
	 * @param currentTotalNum how many of them are on this page
	 * @param data the refunds of this page
	 * @param other the fields that this version does not know, by name
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record RefundList(@JsonProperty("mchid") @Nullable String mchid, @JsonProperty("sp_mchid") @Nullable String spMchid,
			@JsonProperty("sub_mchid") @Nullable String subMchid, @JsonProperty("id") @Nullable String id,
			@JsonProperty("out_trade_no") @Nullable String outTradeNo,
			@JsonProperty("amount") @Nullable PaidAmount amount, @JsonProperty("total_num") @Nullable Integer totalNum,
			@JsonProperty("current_total_num") @Nullable Integer currentTotalNum,
			@JsonProperty("data") List<Refund> data,
			@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> other) {

		/**
		 * Create the page.
		 * @param mchid the direct merchant's number
		 * @param spMchid the institution's number
		 * @param subMchid the sub-merchant's number
		 * @param id WeChat Pay's number of the order
		 * @param outTradeNo the merchant's number of the order
		 * @param amount what the order costs
		 * @param totalNum how many refunds the order has
		 * @param currentTotalNum how many of them are on this page
		 * @param data the refunds of this page
		 * @param other the fields that this version does not know
		 */
		public RefundList {
			data = (data != null) ? List.copyOf(data) : List.of();
			other = (other != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(other)) : Map.of();
		}

		/**
		 * Compare this page with the order that was asked for. The page must name the
		 * number by which it was asked for, and its refunds may name no other order.
		 */
		ResponseSubject compare(OrderReference order, MerchantIds ids) {
			ResponseSubject subject = ResponseSubject.of(ids, this.mchid, this.spMchid, this.subMchid)
				.required("out_trade_no", order.outTradeNo(), this.outTradeNo)
				.required("id", order.transactionId(), this.id);
			for (Refund refund : this.data) {
				subject = subject.optional("out_trade_no", order.outTradeNo(), refund.outTradeNo())
					.optional("transaction_id", order.transactionId(), refund.transactionId());
			}
			return subject;
		}

	}

}
