package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.OnlinePaymentServices;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.order.CloseOrderService;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.TradeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Online payments under random payers, notifications, gateways, crashes and two nodes.
 */
class OnlinePaymentModelTests {

	@TempDir
	private Path directory;

	private OnlinePaymentModel model;

	@BeforeEach
	void createModel() {
		this.model = new OnlinePaymentModel(this.directory);
	}

	@AfterEach
	void closeModel() {
		this.model.close();
	}

	@Test
	void everyPaymentEndsOnceAndAsTheShopWasTold() {
		ModelSeeds.assertNothingIsBroken((seed) -> this.model.broken(seed, OnlinePaymentModel.Mutant.NONE));
	}

	private void assertIsKilled(OnlinePaymentModel.Mutant mutant, String... rules) {
		ModelSeeds.assertIsKilled((seed) -> this.model.broken(seed, mutant), rules);
	}

	private static OnlinePaymentModel.Mutant calling(UnaryOperator<DurableMerchant> change) {
		return new OnlinePaymentModel.Mutant() {

			@Override
			public DurableMerchant merchant(DurableMerchant merchant) {
				return change.apply(merchant);
			}

		};
	}

	private static OnlinePaymentModel.Mutant querying(Function<QueryOrderService, QueryOrderService> change) {
		return calling((merchant) -> with(merchant, change.apply(merchant.query()), merchant.online().place(),
				merchant.online().close()));
	}

	private static DurableMerchant with(DurableMerchant merchant, QueryOrderService query, PlaceOrderService place,
			CloseOrderService close) {
		return new DurableMerchant(merchant.ids(), merchant.reverse(), query, merchant.quickPay(),
				new OnlinePaymentServices(merchant.online().client(), place, close, merchant.online().refund()));
	}

	private static Order shown(Order order, OrderReference reference, TradeState seen, TradeState told) {
		return order.tradeState().equals(seen) ? OnlinePaymentModel.with(reference, told) : order;
	}

	private static boolean isMissing(Throwable failure) {
		return failure instanceof WechatPayHkApiException api && api.status() == 404;
	}

	@Test
	void failsWhenAQueryDoesNotCompareTheAmount() {
		assertIsKilled(querying((query) -> (reference) -> query.query(reference)
			.map((order) -> shown(order, reference, TradeState.SUCCESS, TradeState.SUCCESS))), "told paid");
	}

	@Test
	void failsWhenANotificationDoesNotCompareTheAmount() {
		assertIsKilled(new OnlinePaymentModel.Mutant() {

			@Override
			public PaymentNotification notification(PaymentNotification notification) {
				NotificationEvent event = notification.event();
				return (PaymentNotification) Notification.of(new NotificationEvent(event.merchant(), event.id(),
						event.type(), null, null, "{\"out_trade_no\":\"" + notification.outTradeNo()
								+ "\",\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":888,\"currency\":\"HKD\"}}"));
			}

		}, "told paid");
	}

	@Test
	void failsWhenNoSuchOrderIsFinalAtOnce() {
		assertIsKilled(
				querying((query) -> (reference) -> query.query(reference)
					.onErrorResume(OnlinePaymentModelTests::isMissing,
							(ex) -> Mono.just(OnlinePaymentModel.with(reference, TradeState.CLOSED)))),
				"not told closed before its expiry", "told closed");
	}

	@Test
	void failsWhenAnUnknownQueryCountsAsClosed() {
		assertIsKilled(querying((query) -> (reference) -> query.query(reference)
			.onErrorResume((ex) -> ex instanceof WechatPayHkException failure && failure.outcome() == Outcome.UNKNOWN,
					(ex) -> Mono.just(OnlinePaymentModel.with(reference, TradeState.CLOSED)))),
				"not told closed before its expiry", "told closed");
	}

	@Test
	void failsWhenAnUnsignedRefusalCountsAsProof() {
		assertIsKilled(querying((query) -> (reference) -> query.query(reference)
			.onErrorMap(OnlinePaymentModelTests::isMissing, (ex) -> new WechatPayHkApiException(404,
					SignatureStatus.VERIFIED, null, "ORDER_NOT_EXIST", null, null))),
				"told closed");
	}

	@Test
	void failsWhenACloseIsTakenForTheEnd() {
		AtomicBoolean isClosed = new AtomicBoolean();
		assertIsKilled(calling((merchant) -> with(merchant, (reference) -> {
			return isClosed.getAndSet(false) ? Mono.just(OnlinePaymentModel.with(reference, TradeState.CLOSED))
					: merchant.query().query(reference);
		}, merchant.online().place(),
				(reference) -> merchant.online().close().close(reference).doOnTerminate(() -> isClosed.set(true)))),
				"told closed");
	}

	@Test
	void failsWhenAnUnpaidOrderCountsAsClosed() {
		assertIsKilled(querying((query) -> (reference) -> query.query(reference)
			.map((order) -> shown(order, reference, TradeState.NOTPAY, TradeState.CLOSED))), "told closed");
	}

	@Test
	void failsWhenARefundedOrderCountsAsUnpaid() {
		assertIsKilled(
				querying((query) -> (reference) -> query.query(reference)
					.map((order) -> shown(order, reference, TradeState.REFUND, TradeState.NOTPAY))),
				"told to act", "queries", "one terminal state");
	}

	@Test
	void failsWhenAPaidOrderCountsAsClosed() {
		assertIsKilled(querying((query) -> (reference) -> query.query(reference)
			.map((order) -> shown(order, reference, TradeState.SUCCESS, TradeState.CLOSED))), "told closed");
	}

	@Test
	void failsWhenNothingIsClosed() {
		assertIsKilled(calling(
				(merchant) -> with(merchant, merchant.query(), merchant.online().place(), (reference) -> Mono.empty())),
				"told to act");
	}

	@Test
	void failsWhenEachRequestHasABodyOfItsOwn() {
		Random random = new Random(1);
		assertIsKilled(calling((merchant) -> with(merchant, merchant.query(),
				(request) -> merchant.online()
					.place()
					.place(request.withTimeExpire(
							OffsetDateTime.parse(String.valueOf(request.timeExpire())).plusSeconds(random.nextInt(9)))),
				merchant.online().close())), "one body");
	}

	@Test
	void failsWhenTheListenerIsNotInTheTransaction() {
		assertIsKilled(new OnlinePaymentModel.Mutant() {

			@Override
			public boolean isBookKept(Random random) {
				return random.nextInt(4) != 0;
			}

		}, "one terminal state");
	}

	@Test
	void failsWhenAYoungOrderIsClosed() {
		assertIsKilled(new OnlinePaymentModel.Mutant() {

			@Override
			public void closeOrdered(JdbcClient database) {
				database.sql("update wechatpay_hk_online_payment set sent_at = null").update();
			}

		}, "not closed within five minutes");
	}

	@Test
	void failsWhenAClockIsFarAhead() {
		assertIsKilled(new OnlinePaymentModel.Mutant() {

			@Override
			public Duration ahead() {
				return Duration.ofMinutes(12);
			}

		}, "not closed before its expiry", "not closed within five minutes", "not told closed before its expiry");
	}

}
