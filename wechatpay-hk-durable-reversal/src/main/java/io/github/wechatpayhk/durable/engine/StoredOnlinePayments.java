package io.github.wechatpayhk.durable.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.OnlinePaymentSettings;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.store.Arguments;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.OnlinePaymentRow;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.QueriedRow;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.StartPaymentService;
import io.github.wechatpayhk.order.StartPaymentService.PreparedPayment;
import io.github.wechatpayhk.statement.StatementRequest;
import io.github.wechatpayhk.webclient.BlockingCalls;
import io.github.wechatpayhk.webclient.CallOptions;
import io.github.wechatpayhk.webclient.ResponseSubject;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Online payments in a database.
 */
final class StoredOnlinePayments implements OnlinePayments {

	private final Storage storage;

	private final DurableMerchants merchants;

	private final MerchantLookup lookup;

	private final OnlinePaymentSettings settings;

	private final InstantSource clock;

	private final String node;

	private final QueryRules<OnlinePaymentRow> rules;

	private final QueryDecisions<OnlinePaymentRow> decisions;

	StoredOnlinePayments(Storage storage, DurableMerchants merchants, OnlinePaymentSettings settings,
			QueryRules<OnlinePaymentRow> rules, InstantSource clock, String node, Events events) {
		this.storage = storage;
		this.merchants = merchants;
		this.lookup = new MerchantLookup(merchants);
		this.settings = settings;
		this.clock = clock;
		this.node = node;
		this.rules = rules;
		this.decisions = new QueryDecisions<>(storage, rules, clock, node, events);
	}

	@Override
	public OnlinePayment place(@Nullable String merchant, PlaceOrderRequest order) {
		if (!order.options().equals(CallOptions.none())) {
			throw new WechatPayHkRequestException(
					"'order' names a base URL or a deadline: leave it out, as the order is"
							+ " sent again, queried and closed as the configured calls are");
		}
		DurableMerchant found = this.lookup.find(merchant);
		PlaceOrderRequest complete = order.completedBy(found.online().client());
		// as precise as it is stored
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		PlaceOrderRequest sent = (complete.timeExpire() != null) ? complete : complete
			.withTimeExpire(OffsetDateTime.ofInstant(now.plus(this.settings.expiry()), StatementRequest.ZONE));
		OnlinePayment payment = new OnlinePayment(UUID.randomUUID().toString(), merchant, found.ids().signer(),
				complete.ids(), complete.outTradeNo(), complete.tradeType(), complete.amount(), null,
				OnlinePayment.State.OPEN, null, now, null, expiry(sent), now, null);
		return this.storage.call("Payment '" + payment.outTradeNo() + "' is not stored and nothing is sent for it",
				() -> store(payment, sent, Fingerprint.of(order)));
	}

	private static Instant expiry(PlaceOrderRequest order) {
		try {
			return OnlinePaymentRow.expiry(order);
		}
		catch (DateTimeException ex) {
			throw new WechatPayHkRequestException("'timeExpire' must be a time as in RFC 3339", ex);
		}
	}

	private OnlinePayment store(OnlinePayment payment, PlaceOrderRequest sent, String fingerprint) {
		Optional<OnlinePaymentRow> known = this.rules.store().find(payment.signer(), payment.outTradeNo());
		if (known.isEmpty()) {
			if (!payment.expiresAt().isAfter(payment.placedAt())) {
				throw new WechatPayHkRequestException(
						"'timeExpire' must be in the future, but is " + payment.expiresAt());
			}
			if (this.storage.onlinePayments().insert(payment, sent, fingerprint)) {
				this.storage.plans().plan(Plans.ONLINE_PAYMENT, payment.id(), payment.expiresAt());
				return payment;
			}
			known = this.rules.store().lock(payment.signer(), payment.outTradeNo());
		}
		return QueriedRow.same(known, "payment '" + payment.outTradeNo() + "'", fingerprint).payment();
	}

	/**
	 * The cache keeps the transaction going when a call is cancelled: the file of an
	 * embedded store must not be written to while the thread is interrupted.
	 */
	@Override
	public Mono<PreparedPayment> prepare(String id) {
		return Mono.defer(() -> {
			BlockingCalls.refuse();
			return Mono
				.fromCallable(() -> this.storage.call("Nothing is sent for online payment " + id, () -> beginSend(id)))
				.subscribeOn(Schedulers.boundedElastic())
				.cache()
				.flatMap(this::send);
		});
	}

	private OnlinePaymentRow beginSend(String id) {
		OnlinePaymentRow row = this.decisions.lock(id);
		Instant now = this.clock.instant();
		if (row.state() != OnlinePayment.State.OPEN) {
			throw new ReversalConflictException(
					"Payment '" + row.payment().outTradeNo() + "' is " + row.payment().state() + ". Nothing is sent");
		}
		if (!now.isBefore(row.payment().expiresAt())) {
			throw new ReversalConflictException("Payment '" + row.payment().outTradeNo() + "' expired at "
					+ row.payment().expiresAt() + ", or is closed since. Nothing is sent: place another order");
		}
		this.storage.onlinePayments().send(id, now);
		this.rules.attempts().note(id, OnlinePaymentAttempt.Result.SENT, this.node, "The order is sent", now);
		this.storage.plans().plan(Plans.ONLINE_PAYMENT, id, now.plus(QueryRules.pause(this.settings.queryPauses(), 0)));
		return row;
	}

	private Mono<PreparedPayment> send(OnlinePaymentRow row) {
		return this.merchants.find(row.payment().merchant())
			.flatMap((merchant) -> StartPaymentService.create(merchant.online().client(), merchant.online().place())
				.prepare(Objects.requireNonNull(row.request())))
			.onErrorResume(WechatPayHkException.class, (ex) -> new CallFailure(ex).isNumberUsed()
					? queryAtOnce(row).then(Mono.error(ex)) : Mono.error(ex));
	}

	/**
	 * WeChat Pay says that the order is paid or closed.
	 */
	private Mono<Void> queryAtOnce(OnlinePaymentRow row) {
		return Mono
			.<Void>fromRunnable(() -> this.storage.run("Payment '" + row.payment().outTradeNo() + "' is queried later",
					() -> this.storage.plans().plan(Plans.ONLINE_PAYMENT, row.id(), this.clock.instant())))
			.subscribeOn(Schedulers.boundedElastic())
			.cache();
	}

	@Override
	public boolean receives(PaymentNotification notification) {
		return this.storage.read(() -> this.rules.store().find(signer(notification), notification.outTradeNo()))
			.isPresent();
	}

	@Override
	public void onPayment(PaymentNotification notification) {
		this.decisions.notified(signer(notification), notification.outTradeNo(), notification.id(),
				(row) -> judge(row, notification.order()));
	}

	private String signer(PaymentNotification notification) {
		return this.lookup.signer(notification.merchant());
	}

	/**
	 * An institution receives the notifications of all its sub-merchants.
	 */
	private static QueryVerdict judge(OnlinePaymentRow row, Order order) {
		QueryVerdict verdict = OnlinePaymentRules.verdict(order, row.payment().amount());
		boolean isSameMerchant = ResponseSubject
			.of(row.payment().ids().merchantIds(), order.mchid(), order.spMchid(), order.subMchid())
			.difference() == null;
		return isSameMerchant ? verdict : QueryVerdict.lost(verdict.reason() + ", for another merchant");
	}

	@Override
	public Optional<OnlinePayment> find(String id) {
		return this.storage.read(() -> this.rules.store().find(id)).map(OnlinePaymentRow::payment);
	}

	@Override
	public List<OnlinePayment> findByOrder(String outTradeNo) {
		return payments(this.storage.read(() -> this.rules.store().findByOrder(outTradeNo)));
	}

	@Override
	public List<OnlinePayment> list(OnlinePayment.@Nullable State state, int offset, int limit) {
		Arguments.requirePage(offset, limit);
		return payments(this.storage.read(() -> this.rules.store().list(state, offset, limit)));
	}

	private static List<OnlinePayment> payments(List<OnlinePaymentRow> rows) {
		return rows.stream().map(OnlinePaymentRow::payment).toList();
	}

	@Override
	public List<OnlinePaymentAttempt> attempts(String id) {
		return this.storage.read(() -> this.rules.attempts().list(id));
	}

	@Override
	public OnlinePayment close(String id, String reason) {
		Arguments.requireReason(reason);
		return this.storage.call(Storage.NOT_CHANGED, () -> {
			OnlinePaymentRow row = this.decisions.lock(id);
			if (row.standing().isTerminal()) {
				return row.payment();
			}
			if (row.state() != OnlinePayment.State.OPEN) {
				throw new ReversalConflictException(
						row.label() + " is " + row.state() + ". Nothing is changed: retry or settle it");
			}
			Instant now = this.clock.instant();
			this.rules.attempts().note(id, OnlinePaymentAttempt.Result.CLOSE_ORDERED, this.node, reason, now);
			this.storage.onlinePayments().expire(id, now);
			this.storage.plans().plan(Plans.ONLINE_PAYMENT, id, now);
			return this.rules.store().find(id).orElse(row).payment();
		});
	}

	@Override
	public OnlinePayment retry(String id, String reason) {
		return this.decisions.retry(id, reason).payment();
	}

	@Override
	public OnlinePayment settle(String id, String reason) {
		return this.decisions.settle(id, reason).payment();
	}

}
