package io.github.wechatpayhk.durable.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Stream;

import io.github.wechatpayhk.durable.DurableRefunds;
import io.github.wechatpayhk.durable.DurableReversalRequest;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.NotificationInbox;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.durable.Reconciliations;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.notification.RefundNotification;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What reads or writes the database is refused on an event loop, before anything is done.
 */
class EventLoopTests extends OnEachDatabase {

	private static final Map<Class<?>, Object> ARGUMENTS = Map.of(String.class, "1", int.class, 1, LocalDate.class,
			LocalDate.of(2026, 11, 28), ReverseOrderRequest.class, ReverseOrderRequest.outTradeNo("1"),
			DurableReversalRequest.class, DurableReversalRequest.of(ReverseOrderRequest.outTradeNo("1")),
			PlaceOrderRequest.class,
			PlaceOrderRequest.builder(TradeType.NATIVE, "1", OrderAmount.hkd(888))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.notifyUrl("https://shop.example.com/notifications")
				.build(),
			RefundRequest.class,
			RefundRequest.builder(OrderReference.outTradeNo("1"), "1", new RefundAmount(1, 888, CurrencyCode.HKD))
				.build(),
			PaymentNotification.class, notification("TRANSACTION.SUCCESS"), RefundNotification.class,
			notification("REFUND.SUCCESS"));

	EventLoopTests(TestDatabase database) {
		super(database);
	}

	private static Notification notification(String type) {
		return Notification.of(new NotificationEvent("default", "EV-1", type, null, null,
				"{\"out_trade_no\":\"1\",\"out_refund_no\":\"1\",\"refund_status\":\"SUCCESS\","
						+ "\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":888,\"currency\":\"HKD\"}}"));
	}

	@Test
	void scheduledReversalsAreRefused() {
		assertIsRefused(DurableReversals.class, reversals());
	}

	@Test
	void onlinePaymentsAreRefused() {
		assertIsRefused(OnlinePayments.class, this.world.engine.onlinePayments());
	}

	@Test
	void refundsAreRefused() {
		assertIsRefused(DurableRefunds.class, this.world.engine.refunds());
	}

	@Test
	void notificationsAreRefused() {
		assertIsRefused(NotificationInbox.class, this.world.engine.notifications());
	}

	@Test
	void reconciliationsAreRefused() {
		assertIsRefused(Reconciliations.class, this.world.engine.reconciliations());
	}

	private <T> void assertIsRefused(Class<T> type, T operations) {
		assertThat(Stream.of(type.getMethods()).filter((method) -> method.getReturnType() != Mono.class)).isNotEmpty()
			.allSatisfy((method) -> StepVerifier
				.create(Mono.fromCallable(() -> called(method, operations)).subscribeOn(Schedulers.parallel()))
				.expectErrorSatisfies((error) -> assertThat(error).cause()
					.isInstanceOf(IllegalStateException.class)
					.hasMessageContaining("Nothing is done"))
				.verify(DurableWorld.LONG_ENOUGH));
	}

	private static @Nullable Object called(Method method, Object operations)
			throws IllegalAccessException, InvocationTargetException {
		return method.invoke(operations, Stream.of(method.getParameterTypes()).map(ARGUMENTS::get).toArray());
	}

}
