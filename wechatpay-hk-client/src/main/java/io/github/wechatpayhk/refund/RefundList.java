package io.github.wechatpayhk.refund;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PaidAmount;
import io.github.wechatpayhk.webclient.ResponseSubject;
import org.jspecify.annotations.Nullable;

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
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RefundList(@JsonProperty("mchid") @Nullable String mchid,
		@JsonProperty("sp_mchid") @Nullable String spMchid, @JsonProperty("sub_mchid") @Nullable String subMchid,
		@JsonProperty("id") @Nullable String id, @JsonProperty("out_trade_no") @Nullable String outTradeNo,
		@JsonProperty("amount") @Nullable PaidAmount amount, @JsonProperty("total_num") @Nullable Integer totalNum,
		@JsonProperty("current_total_num") @Nullable Integer currentTotalNum, @JsonProperty("data") List<Refund> data,
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
	 * Compare this page with the order that was asked for. The page must name the number
	 * by which it was asked for, and its refunds may name no other order.
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
