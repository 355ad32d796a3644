package io.github.wechatpayhk.durable.store;

import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import org.jspecify.annotations.Nullable;

/**
 * A refund with what only this library needs to know.
 *
 * @param refund the refund
 * @param request the request as it is sent, or {@code null} once the refund has ended
 * @param fingerprint tells the request from another one with the same number
 * @param progress how far its queries have come; without a query, it is to be sent
 * @since 0.1.0
 */
public record RefundRow(DurableRefund refund, @Nullable RefundRequest request, String fingerprint,
		Progress progress) implements QueriedRow {

	@Override
	public String id() {
		return this.refund.id();
	}

	@Override
	public String label() {
		return "Refund '" + this.refund.outRefundNo() + "'";
	}

	@Override
	public DurableRefund.State state() {
		return this.refund.state();
	}

	@Override
	public Standing standing() {
		return Standing.of(state());
	}

	@Override
	public @Nullable String reason() {
		return this.refund.reason();
	}

	@Override
	public boolean hasEndedBefore() {
		return this.request == null;
	}

	@Override
	public boolean isCheckable() {
		return state() == DurableRefund.State.SUCCESS || state() == DurableRefund.State.CLOSED;
	}

	public RefundReference reference() {
		return RefundReference.outRefundNo(this.refund.outRefundNo()).withMerchantIds(this.refund.ids().merchantIds());
	}

}
