package io.github.wechatpayhk.notification;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;
import io.github.wechatpayhk.notification.PaymentExpectation.PaymentMismatch;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.beans.BeanUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Notifications that are handed to listeners at once.
 */
class NotificationHandlerTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	private final NotificationHandler handler = handler(null);

	private NotificationHandler handler(@Nullable PaymentExpectation expectation) {
		return NotificationHandler.direct(NotificationListeners.create(
				List.of((payment) -> this.received.add("payment " + payment.outTradeNo()),
						(payment) -> this.received.add("again " + payment.outTradeNo())),
				List.of((refund) -> this.received
					.add("refund " + refund.outRefundNo() + ' ' + refund.refund().status())),
				List.of(), expectation));
	}

	private static Notification payment(String id, String outTradeNo) {
		return Notification
			.of(new NotificationEvent("default", id, "TRANSACTION.SUCCESS", null, null, "{\"out_trade_no\":\""
					+ outTradeNo + "\",\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":888,\"currency\":\"HKD\"}}"));
	}

	private static Notification refund(String id, String status) {
		return Notification.of(new NotificationEvent("default", id, "REFUND." + status, null, null,
				"{\"out_refund_no\":\"R1\",\"refund_status\":\"" + status + "\"}"));
	}

	private static @Nullable NotificationResult handle(NotificationHandler handler, Notification notification) {
		return handler.handle(notification).block(LONG_ENOUGH);
	}

	@Test
	void callsEachListenerOfTheKindInOrder() {
		assertThat(handle(this.handler, payment("1", "T1"))).isEqualTo(NotificationResult.PROCESSED);
		assertThat(handle(this.handler, refund("2", "ABNORMAL"))).isEqualTo(NotificationResult.PROCESSED);
		assertThat(this.received).containsExactly("payment T1", "again T1", "refund R1 ABNORMAL");
	}

	@Test
	void recognizesTheSameSubjectWhateverItsId() {
		handle(this.handler, payment("1", "T1"));
		handle(this.handler, refund("2", "ABNORMAL"));
		assertThat(handle(this.handler, payment("1", "T1"))).isEqualTo(NotificationResult.DUPLICATE);
		assertThat(handle(this.handler, payment("3", "T1"))).isEqualTo(NotificationResult.DUPLICATE);
		assertThat(handle(this.handler, refund("4", "SUCCESS"))).isEqualTo(NotificationResult.PROCESSED);
		assertThat(this.received).containsExactly("payment T1", "again T1", "refund R1 ABNORMAL", "refund R1 SUCCESS");
	}

	@Test
	void callsTheListenersOfAnotherMerchantWithTheSameNumber() {
		handle(this.handler, payment("1", "T1"));
		NotificationEvent event = payment("1", "T1").event();
		NotificationEvent other = new NotificationEvent("kowloon", event.id(), event.type(), null, null,
				event.resource());
		assertThat(handle(this.handler, Notification.of(other))).isEqualTo(NotificationResult.PROCESSED);
	}

	@Test
	void recognizesTheSameMerchantUnderAnotherName() {
		assertThat(handle(this.handler, paymentOf("1900000109", "institution")))
			.isEqualTo(NotificationResult.PROCESSED);
		assertThat(handle(this.handler, paymentOf("1900000109", "shop"))).isEqualTo(NotificationResult.DUPLICATE);
		assertThat(handle(this.handler, paymentOf("1900000110", "institution")))
			.isEqualTo(NotificationResult.PROCESSED);
	}

	private static Notification paymentOf(String subMchid, String merchant) {
		return Notification.of(new NotificationEvent(merchant, "1", "TRANSACTION.SUCCESS", null, null,
				"{\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"" + subMchid
						+ "\",\"out_trade_no\":\"T1\",\"trade_state\":\"SUCCESS\"}"));
	}

	@Test
	void callsTheListenersAgainAfterAFailure() {
		AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>(new IllegalStateException("full"));
		NotificationHandler failing = NotificationHandler.direct(NotificationListeners.create(List.of((payment) -> {
			RuntimeException present = failure.getAndSet(null);
			if (present != null) {
				throw present;
			}
			this.received.add(payment.outTradeNo());
		}), List.of(), List.of(), null));
		StepVerifier.create(failing.handle(payment("1", "T1"))).expectErrorMessage("full").verify(LONG_ENOUGH);
		assertThat(handle(failing, payment("1", "T1"))).isEqualTo(NotificationResult.PROCESSED);
		assertThat(this.received).containsExactly("T1");
	}

	/**
	 * Reactor throws these on, and gives no signal.
	 */
	@ParameterizedTest
	@ValueSource(classes = { StackOverflowError.class, OutOfMemoryError.class, NoClassDefFoundError.class })
	void callsTheListenersAgainAfterAnErrorOfTheJvm(Class<? extends Error> type) {
		AtomicInteger calls = new AtomicInteger();
		NotificationHandler failing = NotificationHandler.direct(NotificationListeners.create(List.of((payment) -> {
			if (calls.getAndIncrement() == 0) {
				throw BeanUtils.instantiateClass(type);
			}
			this.received.add(payment.outTradeNo());
		}), List.of(), List.of(), null));
		StepVerifier.create(failing.handle(payment("1", "T1")))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(RuntimeException.class)
				.hasMessageContaining("not processed")
				.hasCauseInstanceOf(type))
			.verify(LONG_ENOUGH);
		assertThat(handle(failing, payment("1", "T1"))).isEqualTo(NotificationResult.PROCESSED);
		assertThat(this.received).containsExactly("T1");
	}

	@Test
	void callsListenersWhereBlockingIsAllowed() {
		NotificationHandler blocking = NotificationHandler.direct(NotificationListeners.create(
				List.of((payment) -> this.received.add(Mono.just("x").delayElement(Duration.ofMillis(1)).block())),
				List.of(), List.of(), null));
		StepVerifier.create(Mono.defer(() -> blocking.handle(payment("1", "T1"))).subscribeOn(Schedulers.parallel()))
			.expectNext(NotificationResult.PROCESSED)
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void aSecondDeliveryWaitsForTheFirst() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		NotificationHandler slow = NotificationHandler.direct(NotificationListeners.create(List.of((payment) -> {
			entered.countDown();
			await(leave);
			this.received.add(payment.outTradeNo());
		}), List.of(), List.of(), null));
		Disposable cancelled = slow.handle(payment("1", "T1")).subscribe();
		assertThat(entered.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
		cancelled.dispose();
		Mono<NotificationResult> second = slow.handle(payment("1", "T1")).cache();
		Disposable waiting = second.subscribe();
		assertThat(waiting.isDisposed()).isFalse();
		leave.countDown();
		assertThat(second.block(LONG_ENOUGH)).isEqualTo(NotificationResult.DUPLICATE);
		assertThat(this.received).containsExactly("T1");
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void holdsNoThreadOfOthersWhateverItsListenersDo() throws Exception {
		CountDownLatch entered = new CountDownLatch(Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE);
		CountDownLatch leave = new CountDownLatch(1);
		NotificationHandler hanging = NotificationHandler.direct(NotificationListeners.create(List.of((payment) -> {
			entered.countDown();
			await(leave);
		}), List.of(), List.of(), null));
		for (int number = 0; number < Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE; number++) {
			hanging.handle(payment("1", "T" + number)).subscribe();
		}
		assertThat(entered.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
		Mono<String> other = Mono.fromCallable(() -> "free").subscribeOn(Schedulers.boundedElastic());
		assertThat(other.block(LONG_ENOUGH.dividedBy(2))).isEqualTo("free");
		leave.countDown();
	}

	@Test
	void concurrentDuplicatesCallTheListenersOnce() {
		StepVerifier
			.create(Flux.range(0, 1000)
				.flatMap((number) -> this.handler.handle(payment("" + number % 7, "T" + number % 10)), 100)
				.filter(NotificationResult.PROCESSED::equals)
				.count())
			.expectNext(10L)
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(this.received).hasSize(20);
	}

	@Test
	void remembersAtLeastTenThousandAndNotForever() {
		NotificationHandler counting = NotificationHandler.direct(NotificationListeners.create(List.of((payment) -> {
		}), List.of(), List.of(), null));
		StepVerifier
			.create(Flux.range(0, 30_000)
				.concatMap((number) -> counting.handle(payment("1", "T" + number))
					.then(counting.handle(payment("2", "T" + Math.max(0, number - 9_999)))))
				.filter(NotificationResult.DUPLICATE::equals)
				.count())
			.expectNext(30_000L)
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(handle(counting, payment("1", "T0"))).isEqualTo(NotificationResult.PROCESSED);
	}

	@Test
	void saysThatNobodyListens() {
		NotificationHandler silent = NotificationHandler
			.direct(NotificationListeners.create(List.of(), List.of(), List.of(), null));
		assertThat(handle(silent, payment("1", "T1"))).isEqualTo(NotificationResult.UNHEARD);
		assertThat(handle(silent, refund("1", "SUCCESS"))).isEqualTo(NotificationResult.UNHEARD);
		assertThat(handle(silent, parking("1"))).isEqualTo(NotificationResult.UNHEARD);
	}

	@Test
	void listenerThatDoesNotReceiveANotificationIsNotCalled() {
		PaymentNotificationListener own = new PaymentNotificationListener() {

			@Override
			public void onPayment(PaymentNotification notification) {
				NotificationHandlerTests.this.received.add(notification.outTradeNo());
			}

			@Override
			public boolean receives(PaymentNotification notification) {
				return notification.outTradeNo().equals("T1");
			}

		};
		NotificationHandler handler = NotificationHandler
			.direct(NotificationListeners.create(List.of(own), List.of(), List.of(), null));

		assertThat(handle(handler, payment("1", "T1"))).isEqualTo(NotificationResult.PROCESSED);
		assertThat(handle(handler, payment("2", "T2"))).isEqualTo(NotificationResult.UNHEARD);
		assertThat(this.received).containsExactly("T1");
	}

	private static Notification parking(String id) {
		return Notification.of(new NotificationEvent("default", id, "PARKING.IN", null, null, "{\"plate\":\"AB1\"}"));
	}

	@Test
	void callsTheListenersOfEventsThatAreNotKnown() {
		NotificationHandler unknown = NotificationHandler.direct(NotificationListeners.create(List.of(), List.of(),
				List.of((event) -> this.received.add(event.event().type() + ' ' + event.json().get("plate")),
						(event) -> this.received.add("again " + event.id())),
				null));
		assertThat(handle(unknown, parking("1"))).isEqualTo(NotificationResult.PROCESSED);
		assertThat(handle(unknown, parking("1"))).isEqualTo(NotificationResult.DUPLICATE);
		assertThat(handle(unknown, payment("2", "T1"))).isEqualTo(NotificationResult.UNHEARD);
		assertThat(this.received).containsExactly("PARKING.IN \"AB1\"", "again 1");
	}

	@Test
	void deliversThePaymentThatIsExpected() {
		assertThat(handle(handler((payment) -> OrderAmount.hkd(888)), payment("1", "T1")))
			.isEqualTo(NotificationResult.PROCESSED);
		assertThat(this.received).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null", value = { "887,HKD", "889,HKD", "888,CNY", "null,HKD" })
	void reportsAPaymentThatDiffers(@Nullable Long total, String currency) {
		OrderAmount expected = (total != null) ? new OrderAmount(total, new CurrencyCode(currency)) : null;
		try (CapturedLog log = CapturedLog.at(Level.ERROR)) {
			assertThat(handle(handler(reporting(expected)), payment("1", "T1"))).isEqualTo(NotificationResult.MISMATCH);
			assertThat(log.events()).singleElement()
				.extracting(ILoggingEvent::getFormattedMessage)
				.asString()
				.contains("manual action", "T1", "paid 888 HKD");
		}
		assertThat(this.received).containsExactly("mismatch T1");
	}

	@Test
	void reportsAPaymentThatNamesNoAmount() {
		Notification unnamed = Notification.of(new NotificationEvent("default", "1", "TRANSACTION.SUCCESS", null, null,
				"{\"out_trade_no\":\"T1\",\"trade_state\":\"SUCCESS\",\"amount\":{\"currency\":\"HKD\"}}"));
		assertThat(handle(handler(reporting(OrderAmount.hkd(888))), unnamed)).isEqualTo(NotificationResult.MISMATCH);
		assertThat(this.received).containsExactly("mismatch T1");
	}

	private PaymentExpectation reporting(@Nullable OrderAmount expected) {
		return new PaymentExpectation() {

			@Override
			public @Nullable OrderAmount expected(PaymentNotification notification) {
				return expected;
			}

			@Override
			public void onMismatch(PaymentMismatch mismatch) {
				NotificationHandlerTests.this.received.add("mismatch " + mismatch.notification().outTradeNo());
			}

		};
	}

}
