package io.github.wechatpayhk.durable.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableRefunds;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.store.Arguments;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.OnlinePaymentRow;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.QueriedRow;
import io.github.wechatpayhk.durable.store.QueriedStore;
import io.github.wechatpayhk.durable.store.RefundRow;
import io.github.wechatpayhk.durable.store.RefundedSum;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.notification.RefundNotification;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.webclient.CallOptions;
import org.jspecify.annotations.Nullable;

/**
 * Refunds in a database.
 */
final class StoredRefunds implements DurableRefunds {

	private final Storage storage;

	private final MerchantLookup merchants;

	private final QueryRules<RefundRow> rules;

	private final InstantSource clock;

	private final QueryDecisions<RefundRow> decisions;

	StoredRefunds(Storage storage, DurableMerchants merchants, QueryRules<RefundRow> rules, InstantSource clock,
			String node, Events events) {
		this.storage = storage;
		this.merchants = new MerchantLookup(merchants);
		this.rules = rules;
		this.clock = clock;
		this.decisions = new QueryDecisions<>(storage, rules, clock, node, events);
	}

	@Override
	public DurableRefund refund(@Nullable String merchant, RefundRequest request) {
		if (!request.options().equals(CallOptions.none())) {
			throw new WechatPayHkRequestException(
					"'request' names a base URL or a deadline: leave it out, as the refund"
							+ " is sent again and queried as the configured calls are");
		}
		String outTradeNo = request.outTradeNo();
		if (outTradeNo == null) {
			throw new WechatPayHkRequestException("'request' must name the order by 'outTradeNo'");
		}
		DurableMerchant found = this.merchants.find(merchant);
		return this.storage.call("Refund '" + request.outRefundNo() + "' is not stored and nothing is sent for it",
				() -> refund(merchant, found, outTradeNo, request));
	}

	private DurableRefund refund(@Nullable String merchant, DurableMerchant found, String outTradeNo,
			RefundRequest request) {
		String signer = found.ids().signer();
		String fingerprint = Fingerprint.of(request);
		Optional<RefundRow> known = this.rules.store().find(signer, request.outRefundNo());
		if (known.isEmpty()) {
			OnlinePaymentRow payment = lockPayment(signer, outTradeNo);
			RefundRequest complete = complete(request, payment, found);
			String refusal = refusal(payment, complete);
			Optional<DurableRefund> stored = (refusal == null) ? store(merchant, payment, complete, fingerprint)
					: Optional.empty();
			if (stored.isPresent()) {
				return stored.get();
			}
			// another caller may have stored it since, which only a lock shows everywhere
			known = this.rules.store().lock(signer, request.outRefundNo());
			if (refusal != null && known.isEmpty()) {
				throw new ReversalConflictException(refusal + ". Nothing is stored");
			}
		}
		return QueriedRow.same(known, "refund '" + request.outRefundNo() + "'", fingerprint).refund();
	}

	private OnlinePaymentRow lockPayment(String signer, String outTradeNo) {
		QueriedStore<OnlinePaymentRow> payments = this.storage.onlinePayments().rows();
		return payments.find(signer, outTradeNo)
			.flatMap((row) -> payments.lock(row.id()))
			.orElseThrow(() -> new ReversalConflictException("There is no online payment '" + outTradeNo
					+ "' of this merchant here. Nothing is stored: refund it with RefundService"));
	}

	/**
	 * Store a refund of a payment that is locked.
	 * @return the refund, or empty if there is one with its number
	 */
	private Optional<DurableRefund> store(@Nullable String merchant, OnlinePaymentRow payment, RefundRequest request,
			String fingerprint) {
		// as precise as it is stored
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		DurableRefund refund = new DurableRefund(UUID.randomUUID().toString(), merchant, payment.payment().signer(),
				request.ids(), payment.id(), payment.payment().outTradeNo(), request.outRefundNo(), request.amount(),
				null, DurableRefund.State.OPEN, null, now, payment.refunds().next(now), now, null);
		if (!this.storage.refunds().insert(refund, request, fingerprint)) {
			return Optional.empty();
		}
		this.storage.onlinePayments()
			.setRefunds(payment.id(), payment.refunds().and(refund.amount().refund(), refund.sendAt()));
		this.storage.plans().plan(Plans.REFUND, refund.id(), refund.sendAt());
		return Optional.of(refund);
	}

	private static RefundRequest complete(RefundRequest request, OnlinePaymentRow payment, DurableMerchant merchant) {
		ShopIds ids = payment.payment().ids();
		RefundRequest complete = (request.ids().equals(ShopIds.none()) ? request.withIds(ids) : request)
			.completedBy(merchant.online().client());
		if (!complete.ids().merchantIds().equals(ids.merchantIds())) {
			throw new ReversalConflictException(
					payment.label() + " is one of other merchant numbers than the refund. Nothing is stored");
		}
		return complete;
	}

	/**
	 * Return why the payment cannot be refunded so, or {@code null} if it can.
	 */
	private static @Nullable String refusal(OnlinePaymentRow payment, RefundRequest request) {
		OrderAmount paid = payment.payment().amount();
		if (payment.state() != OnlinePayment.State.PAID) {
			return payment.label() + " is " + payment.state() + " and not PAID";
		}
		if (request.amount().total() != paid.total() || !request.amount().currency().equals(paid.currency())) {
			return "The total of refund '" + request.outRefundNo() + "' is not that of " + payment.label()
					+ ", which is " + paid.total() + ' ' + paid.currency();
		}
		if (payment.refunds().number() >= RefundedSum.MOST) {
			return payment.label() + " has " + RefundedSum.MOST + " refunds already, and WeChat Pay takes no more";
		}
		long left = paid.total() - payment.refunds().amount();
		if (request.amount().refund() > left) {
			return "Only " + left + ' ' + paid.currency() + " of " + payment.label() + " is left to refund, less than "
					+ request.amount().refund();
		}
		return null;
	}

	@Override
	public boolean receives(RefundNotification notification) {
		String signer = this.merchants.signer(notification.merchant());
		return this.storage.read(() -> this.rules.store().find(signer, notification.outRefundNo())).isPresent();
	}

	@Override
	public void onRefund(RefundNotification notification) {
		this.decisions.notified(this.merchants.signer(notification.merchant()), notification.outRefundNo(),
				notification.id(), (row) -> judge(row, notification));
	}

	/**
	 * An institution receives the notifications of all its sub-merchants.
	 */
	private static QueryVerdict judge(RefundRow row, RefundNotification notification) {
		QueryVerdict verdict = RefundRules.verdict(notification.refund(), row.refund());
		return (notification.refund().subject(row.refund().ids().merchantIds()).difference() == null) ? verdict
				: QueryVerdict.lost(verdict.reason() + ", for another merchant");
	}

	@Override
	public Optional<DurableRefund> find(String id) {
		return this.storage.read(() -> this.rules.store().find(id)).map(RefundRow::refund);
	}

	@Override
	public List<DurableRefund> findByOrder(String outTradeNo) {
		return refunds(this.storage.read(() -> this.rules.store().findByOrder(outTradeNo)));
	}

	@Override
	public List<DurableRefund> list(DurableRefund.@Nullable State state, int offset, int limit) {
		Arguments.requirePage(offset, limit);
		return refunds(this.storage.read(() -> this.rules.store().list(state, offset, limit)));
	}

	private static List<DurableRefund> refunds(List<RefundRow> rows) {
		return rows.stream().map(RefundRow::refund).toList();
	}

	@Override
	public List<OnlinePaymentAttempt> attempts(String id) {
		return this.storage.read(() -> this.rules.attempts().list(id));
	}

	@Override
	public DurableRefund retry(String id, String reason) {
		return this.decisions.retry(id, reason).refund();
	}

	@Override
	public DurableRefund settle(String id, String reason) {
		return this.decisions.settle(id, reason).refund();
	}

}
