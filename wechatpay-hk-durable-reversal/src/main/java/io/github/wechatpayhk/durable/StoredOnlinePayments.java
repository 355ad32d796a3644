package io.github.wechatpayhk.durable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PreparedPayment;
import io.github.wechatpayhk.order.StartPaymentService;
import io.github.wechatpayhk.resilience.CallingMerchant;
import io.github.wechatpayhk.webclient.BlockingCalls;
import io.github.wechatpayhk.webclient.CallOptions;
import io.github.wechatpayhk.webclient.ResponseSubject;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Online payments in a database.
 */
final class StoredOnlinePayments implements OnlinePayments {

	private static final Log logger = LogFactory.getLog(StoredOnlinePayments.class);

	/**
	 * WeChat Pay counts days and expiries in Beijing time.
	 */
	private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);

	private final JsonMapper json = new JsonMapper();

	private final Storage storage;

	private final DurableMerchants merchants;

	private final OnlinePaymentSettings settings;

	private final InstantSource clock;

	private final String node;

	private final Events events;

	StoredOnlinePayments(Storage storage, DurableMerchants merchants, OnlinePaymentSettings settings,
			InstantSource clock, String node, Events events) {
		this.storage = storage;
		this.merchants = merchants;
		this.settings = settings;
		this.clock = clock;
		this.node = node;
		this.events = events;
	}

	@Override
	public OnlinePayment place(@Nullable String merchant, PlaceOrderRequest order) {
		if (!order.options().equals(CallOptions.none())) {
			throw new WechatPayHkRequestException(
					"'order' names a base URL or a deadline: leave it out, as the order is"
							+ " sent again, queried and closed as the configured calls are");
		}
		DurableMerchant found = merchant(merchant);
		PlaceOrderRequest complete = order.completedBy(found.online().client());
		// as precise as it is stored
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		PlaceOrderRequest sent = (complete.timeExpire() != null) ? complete
				: complete.withTimeExpire(OffsetDateTime.ofInstant(now.plus(this.settings.expiry()), BEIJING));
		OnlinePayment payment = new OnlinePayment(UUID.randomUUID().toString(), merchant, found.ids().signer(),
				complete.ids(), complete.outTradeNo(), complete.tradeType(), complete.amount(), null,
				OnlinePayment.State.OPEN, null, now, null, expiry(sent), now, null);
		return this.storage.call("Payment '" + payment.outTradeNo() + "' is not stored and nothing is sent for it",
				() -> store(payment, sent, fingerprint(order)));
	}

	private DurableMerchant merchant(@Nullable String name) {
		DurableMerchant merchant = this.merchants.find(name).block();
		if (merchant == null) {
			throw new ReversalConflictException("There is no merchant '" + name + "'");
		}
		return merchant;
	}

	private static Instant expiry(PlaceOrderRequest order) {
		try {
			return OffsetDateTime.parse(Objects.requireNonNull(order.timeExpire())).toInstant();
		}
		catch (DateTimeException ex) {
			throw new WechatPayHkRequestException("'timeExpire' must be a time as in RFC 3339", ex);
		}
	}

	private String fingerprint(PlaceOrderRequest order) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256")
					.digest(this.json.writeValueAsString(order).getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Each JDK has SHA-256", ex);
		}
	}

	private OnlinePayment store(OnlinePayment payment, PlaceOrderRequest sent, String fingerprint) {
		Optional<OnlinePaymentRow> known = this.storage.onlinePayments().find(payment.signer(), payment.outTradeNo());
		if (known.isEmpty()) {
			if (!payment.expiresAt().isAfter(payment.placedAt())) {
				throw new WechatPayHkRequestException(
						"'timeExpire' must be in the future, but is " + payment.expiresAt());
			}
			if (this.storage.onlinePayments().insert(payment, sent, fingerprint)) {
				this.storage.plans().plan(Plans.ONLINE_PAYMENT, payment.id(), payment.expiresAt());
				return payment;
			}
			known = this.storage.onlinePayments().lock(payment.signer(), payment.outTradeNo());
		}
		OnlinePaymentRow present = known
			.orElseThrow(() -> new ReversalConflictException("Another caller stores payment '" + payment.outTradeNo()
					+ "' at the same time, and this transaction cannot see it: begin the transaction again"));
		if (!present.fingerprint().equals(fingerprint)) {
			throw new ReversalConflictException("Payment '" + payment.outTradeNo()
					+ "' is stored already with other contents. Nothing is stored: use another number");
		}
		return present.payment();
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
		OnlinePaymentRow row = lock(id);
		Instant now = this.clock.instant();
		if (!row.is(OnlinePayment.State.OPEN)) {
			throw new ReversalConflictException(
					"Payment '" + row.payment().outTradeNo() + "' is " + row.payment().state() + ". Nothing is sent");
		}
		if (!now.isBefore(row.payment().expiresAt())) {
			throw new ReversalConflictException("Payment '" + row.payment().outTradeNo() + "' expired at "
					+ row.payment().expiresAt() + ". Nothing is sent: place another order");
		}
		this.storage.onlinePayments().send(id, now);
		this.storage.onlinePaymentAttempts()
			.note(id, OnlinePaymentAttempt.Result.SENT, this.node, "The order is sent", now);
		this.storage.plans().plan(Plans.ONLINE_PAYMENT, id, now.plus(this.settings.pause(0)));
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
	public void onPayment(PaymentNotification notification) {
		String name = CallingMerchant.DEFAULT_NAME.equals(notification.merchant()) ? null : notification.merchant();
		String signer = merchant(name).ids().signer();
		this.storage
			.call("The notification of payment '" + notification.outTradeNo() + "' is not noted",
					() -> this.storage.onlinePayments()
						.find(signer, notification.outTradeNo())
						.flatMap((found) -> this.storage.onlinePayments().lock(found.id()))
						.flatMap((row) -> note(row, notification)))
			.ifPresent(this::deliver);
	}

	/**
	 * Deliver an event once it is committed. To be called outside of a transaction of our
	 * own, so that listeners are, too.
	 */
	private void deliver(DurableReversalEvent event) {
		Transactions.afterCommit(() -> this.events.deliver(event));
	}

	private Optional<DurableReversalEvent> note(OnlinePaymentRow row, PaymentNotification notification) {
		Instant now = this.clock.instant();
		OnlinePaymentVerdict verdict = OnlinePaymentVerdict.of(notification.order(), row.payment().amount());
		this.storage.onlinePaymentAttempts()
			.note(row.id(), OnlinePaymentAttempt.Result.NOTIFIED, this.node,
					"Notification " + notification.id() + ": " + verdict.reason(), now);
		boolean isSameMerchant = isSameMerchant(row, notification.order());
		boolean isPaid = verdict.state() == OnlinePayment.State.PAID && isSameMerchant;
		if (isPaid && row.canStillEnd()) {
			return Optional.of(move(row, OnlinePayment.State.PAID, verdict, now));
		}
		if (isPaid && row.is(OnlinePayment.State.PAID)) {
			return Optional.empty();
		}
		logger.error("Notification " + notification.id() + " disagrees with payment '" + row.payment().outTradeNo()
				+ "', which is " + row.payment().state() + " over " + row.payment().amount().total() + ' '
				+ row.payment().amount().currency() + ". " + verdict.reason()
				+ (isSameMerchant ? "" : ", for another merchant"));
		if (row.is(OnlinePayment.State.SETTLED) && isSameMerchant && verdict.isMoneyPaid()) {
			return Optional.of(move(row, OnlinePayment.State.REQUIRES_ACTION,
					verdict.after("It had been settled otherwise: check whether it was paid twice"), now));
		}
		if (row.is(OnlinePayment.State.OPEN) || row.is(OnlinePayment.State.CLOSED)) {
			this.storage.plans().plan(Plans.ONLINE_PAYMENT, row.id(), now);
		}
		return Optional.empty();
	}

	/**
	 * An institution receives the notifications of all its sub-merchants.
	 */
	private static boolean isSameMerchant(OnlinePaymentRow row, Order order) {
		return ResponseSubject.of(row.payment().ids().merchantIds(), order.mchid(), order.spMchid(), order.subMchid())
			.difference() == null;
	}

	private DurableReversalEvent move(OnlinePaymentRow row, OnlinePayment.State state, OnlinePaymentVerdict verdict,
			Instant now) {
		this.storage.plans().drop(Plans.ONLINE_PAYMENT, row.id());
		return this.events.store(this.storage.onlinePayments()
			.move(row.payment(), state, verdict.transactionId(), verdict.reason(), now));
	}

	@Override
	public Optional<OnlinePayment> find(String id) {
		return this.storage.read(() -> this.storage.onlinePayments().find(id)).map(OnlinePaymentRow::payment);
	}

	@Override
	public List<OnlinePayment> findByOrder(String outTradeNo) {
		return this.storage.read(() -> this.storage.onlinePayments().findByOrder(outTradeNo));
	}

	@Override
	public List<OnlinePayment> list(OnlinePayment.@Nullable State state, int offset, int limit) {
		StoredReversals.requirePage(offset, limit);
		return this.storage.read(() -> this.storage.onlinePayments().list(state, offset, limit));
	}

	@Override
	public List<OnlinePaymentAttempt> attempts(String id) {
		return this.storage.read(() -> this.storage.onlinePaymentAttempts().list(id));
	}

	@Override
	public OnlinePayment retry(String id, String reason) {
		StoredReversals.requireReason(reason);
		return this.storage.call(StoredReversals.NOT_CHANGED, () -> {
			OnlinePaymentRow row = lock(id);
			if (row.hasEndedBefore() && !row.payment().state().isTerminal()) {
				throw new ReversalConflictException("The payment had ended before, and its order is not sent or queried"
						+ " any more. Nothing is changed: settle it");
			}
			OnlinePayment payment = decide(row, OnlinePayment.State.OPEN, OnlinePaymentAttempt.Result.RETRY_ORDERED,
					reason);
			this.storage.plans().plan(Plans.ONLINE_PAYMENT, id, this.clock.instant());
			return payment;
		});
	}

	@Override
	public OnlinePayment settle(String id, String reason) {
		StoredReversals.requireReason(reason);
		Settled settled = this.storage.call(StoredReversals.NOT_CHANGED, () -> {
			OnlinePayment payment = decide(lock(id), OnlinePayment.State.SETTLED, OnlinePaymentAttempt.Result.SETTLED,
					reason);
			this.storage.plans().drop(Plans.ONLINE_PAYMENT, id);
			return new Settled(payment, this.events.store(payment));
		});
		deliver(settled.event());
		return settled.payment();
	}

	private OnlinePayment decide(OnlinePaymentRow row, OnlinePayment.State state, OnlinePaymentAttempt.Result result,
			String reason) {
		if (row.payment().state().isTerminal()) {
			throw new ReversalConflictException("Payment '" + row.payment().outTradeNo() + "' has ended, it is "
					+ row.payment().state() + ". Nothing is changed");
		}
		Instant now = this.clock.instant();
		this.storage.onlinePaymentAttempts().note(row.id(), result, this.node, reason, now);
		return this.storage.onlinePayments().move(row.payment(), state, null, reason, now);
	}

	private OnlinePaymentRow lock(String id) {
		return this.storage.onlinePayments()
			.lock(id)
			.orElseThrow(() -> new ReversalConflictException("There is no online payment '" + id + "'"));
	}

	/**
	 * What an operator ended.
	 *
	 * @param payment the payment
	 * @param event what is to be delivered
	 */
	private record Settled(OnlinePayment payment, DurableReversalEvent event) {
	}

}
