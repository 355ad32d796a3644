package io.github.wechatpayhk;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.CloseOrderService;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.Order.Payer;
import io.github.wechatpayhk.order.Order.SceneInfo;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.refund.RefundStatus;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.OrderRules;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each operation on orders and refunds in both modes and both generations, right and
 * wrong, against a gateway that was written from the protocol without this client.
 */
@ParameterizedClass
@EnumSource(SimulatedShop.class)
class OrdersAgainstSimulatorTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final AtomicInteger numbers = new AtomicInteger();

	private static WechatPayHkSimulator simulator;

	private final SimulatedShop shop;

	private final WechatPayHkClient client;

	private final String number = "T" + numbers.incrementAndGet();

	OrdersAgainstSimulatorTests(SimulatedShop shop) {
		this.shop = shop;
		this.client = shop.client(simulator);
	}

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.builder().start();
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@AfterEach
	void fixSimulator() {
		simulator.faults().clear();
	}

	@Test
	void takesPaymentOfPayerWhoPaysAtOnce() {
		StepVerifier.create(MicropayService.create(this.client).pay(micropay("00"))).assertNext((response) -> {
			assertThat(response.isPaid()).isTrue();
			assertThat(response.order()).isNotNull();
			assertThat(response.order().amount().total()).isEqualTo(888);
			assertThat(response.order().amount().currency()).isEqualTo(CurrencyCode.HKD);
			assertThat(response.order().id()).isNotBlank();
			assertThat(response.order().paidAt()).isNotNull();
			assertThat(response.order().tradeType()).isEqualTo(TradeType.MICROPAY);
		}).expectComplete().verify(LONG_ENOUGH);
	}

	@Test
	void takesUnfinishedPaymentForAnResponse() {
		StepVerifier.create(MicropayService.create(this.client).pay(micropay("91"))).assertNext((response) -> {
			assertThat(response.isPaid()).isFalse();
			assertThat(response.accepted()).isTrue();
			assertThat(response.order()).extracting(Order::tradeState).isEqualTo(TradeState.USERPAYING);
		}).expectComplete().verify(LONG_ENOUGH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "CODE", "EMPTY" })
	void takesUnfinishedPaymentWithoutOrderForAnResponse(OrderRules.PendingForm form) {
		try (WechatPayHkSimulator other = WechatPayHkSimulator.builder()
			.orderRules((rules) -> rules.withPendingForm(form))
			.start()) {
			StepVerifier.create(MicropayService.create(this.shop.client(other)).pay(micropay("91")))
				.assertNext((response) -> {
					assertThat(response.accepted()).isTrue();
					assertThat(response.order()).isNull();
				})
				.expectComplete()
				.verify(LONG_ENOUGH);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "93:403:NOTENOUGH", "94:403:RULELIMIT", "97:400:AUTHCODEINVALID", "98:403:TRADEERROR" })
	void isRejectedWhenThePayerCannotPay(String payer) {
		String[] parts = payer.split(":");

		verifyApiError(MicropayService.create(this.client).pay(micropay(parts[0])), Integer.parseInt(parts[1]),
				parts[2], Outcome.REJECTED);
	}

	@Test
	void isUnknownWhenTheBankFails() {
		verifyApiError(MicropayService.create(this.client).pay(micropay("95")), 500, "BANKERROR", Outcome.UNKNOWN);
	}

	@Test
	void isRejectedWhenTheNumberWasUsedBefore() {
		pay();

		verifyApiError(MicropayService.create(this.client).pay(micropay("00")), 403, "OUTTRADENOUSED",
				Outcome.REJECTED);
	}

	@Test
	void queriesOrderByEitherNumber() {
		Order paid = pay();
		QueryOrderService service = QueryOrderService.create(this.client);

		for (Mono<Order> query : java.util.List.of(service.query(this.number),
				service.query(OrderReference.transactionId(String.valueOf(paid.id()))))) {
			StepVerifier.create(query).assertNext((order) -> {
				assertThat(order.outTradeNo()).isEqualTo(this.number);
				assertThat(order.id()).isEqualTo(paid.id());
				assertThat(order.tradeState()).isEqualTo(TradeState.SUCCESS);
			}).expectComplete().verify(LONG_ENOUGH);
		}
	}

	@Test
	void queryOfUnknownOrderIsRejected() {
		verifyApiError(QueryOrderService.create(this.client).query("NOSUCHORDER"), 404, "ORDERNOTEXIST",
				Outcome.REJECTED);
	}

	@Test
	void idsOfOneCallReplaceTheConfiguredOnes() {
		pay();
		SimulatedShop other = (this.shop == SimulatedShop.DIRECT_HK || this.shop == SimulatedShop.DIRECT_GLOBAL)
				? SimulatedShop.DIRECT_HK : SimulatedShop.INSTITUTION_HK;
		MerchantIds ids = other.ids().merchantIds();
		MerchantIds wrong = (ids.mchid() != null) ? MerchantIds.direct("1900000199")
				: MerchantIds.institution("1900000100", "1900000199");

		StepVerifier
			.create(QueryOrderService.create(this.client)
				.query(OrderReference.outTradeNo(this.number).withMerchantIds(ids)))
			.expectNextCount(1)
			.expectComplete()
			.verify(LONG_ENOUGH);
		StepVerifier
			.create(QueryOrderService.create(this.client)
				.query(OrderReference.outTradeNo(this.number).withMerchantIds(wrong)))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(WechatPayHkApiException.class))
			.verify(LONG_ENOUGH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "NATIVE", "JSAPI", "APP", "MWEB" })
	void placesOrder(String type) {
		TradeType tradeType = new TradeType(type);

		StepVerifier.create(PlaceOrderService.create(this.client).place(order(tradeType))).assertNext((placed) -> {
			assertThat(placed.codeUrl() != null).isEqualTo(tradeType.equals(TradeType.NATIVE));
			assertThat(placed.mwebUrl() != null).isEqualTo(tradeType.equals(TradeType.MWEB));
			assertThat(placed.prepayId() != null)
				.isEqualTo(tradeType.equals(TradeType.JSAPI) || tradeType.equals(TradeType.APP));
		}).expectComplete().verify(LONG_ENOUGH);

		StepVerifier.create(QueryOrderService.create(this.client).query(this.number))
			.assertNext((order) -> assertThat(order.tradeState()).isEqualTo(TradeState.NOTPAY))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void isRejectedWhenAnotherOrderHasTheNumber() {
		PlaceOrderService service = PlaceOrderService.create(this.client);
		StepVerifier.create(service.place(order(TradeType.NATIVE)))
			.expectNextCount(1)
			.expectComplete()
			.verify(LONG_ENOUGH);

		verifyApiError(service.place(order(TradeType.APP)), 400, "INVALIDREQUEST", Outcome.REJECTED);
	}

	@Test
	void closesOrderThatWasNotPaid() {
		StepVerifier.create(PlaceOrderService.create(this.client).place(order(TradeType.NATIVE)))
			.expectNextCount(1)
			.expectComplete()
			.verify(LONG_ENOUGH);

		StepVerifier.create(CloseOrderService.create(this.client).close(this.number))
			.expectComplete()
			.verify(LONG_ENOUGH);

		StepVerifier.create(QueryOrderService.create(this.client).query(this.number))
			.assertNext((order) -> assertThat(order.tradeState().isReversedOrClosed()).isTrue())
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void paidOrderCannotBeClosedByEitherNumber() {
		Order paid = pay();
		CloseOrderService service = CloseOrderService.create(this.client);

		verifyApiError(service.close(this.number), 400, "ORDERPAID", Outcome.REJECTED);
		verifyApiError(service.close(OrderReference.transactionId(String.valueOf(paid.id()))), 400, "ORDERPAID",
				Outcome.REJECTED);
	}

	@Test
	void refundsOrderOnceHoweverOftenItIsAsked() {
		pay();
		RefundService service = RefundService.create(this.client);
		RefundRequest request = RefundRequest
			.builder(OrderReference.outTradeNo(this.number), "R" + this.number, RefundAmount.full(OrderAmount.hkd(888)))
			.reason("sold out")
			.build();

		StepVerifier.create(service.refund(request).zipWith(service.refund(request))).assertNext((twice) -> {
			assertThat(twice.getT1().id()).isEqualTo(twice.getT2().id());
			assertThat(twice.getT1().amount().refund()).isEqualTo(888);
		}).expectComplete().verify(LONG_ENOUGH);
	}

	@Test
	void queriesRefundByEitherNumberAndInTheList() {
		Order paid = pay();
		RefundService service = RefundService.create(this.client);
		RefundRequest request = RefundRequest
			.builder(OrderReference.transactionId(String.valueOf(paid.id())), "R" + this.number,
					new RefundAmount(300, 888, CurrencyCode.HKD))
			.build();
		Refund created = service.refund(request).block(LONG_ENOUGH);
		assertThat(created).isNotNull();

		for (Mono<Refund> query : java.util.List.of(service.query("R" + this.number),
				service.query(RefundReference.refundId(String.valueOf(created.id()))))) {
			StepVerifier.create(query).assertNext((refund) -> {
				assertThat(refund.status()).isEqualTo(RefundStatus.PROCESSING);
				assertThat(refund.status().isStanding()).isTrue();
				assertThat(refund.outTradeNo()).isEqualTo(this.number);
			}).expectComplete().verify(LONG_ENOUGH);
		}
		for (OrderReference order : java.util.List.of(OrderReference.outTradeNo(this.number),
				OrderReference.transactionId(String.valueOf(paid.id())))) {
			StepVerifier.create(service.list(order, 0, 10)).assertNext((page) -> {
				assertThat(page.totalNum()).isEqualTo(1);
				assertThat(page.data()).extracting(Refund::outRefundNo).containsExactly("R" + this.number);
			}).expectComplete().verify(LONG_ENOUGH);
		}
	}

	@Test
	void refundOfMoreThanIsLeftIsRejected() {
		pay();
		RefundService service = RefundService.create(this.client);
		OrderReference order = OrderReference.outTradeNo(this.number);

		verifyApiError(service.refund(
				RefundRequest.builder(order, "R" + this.number, new RefundAmount(889, 889, CurrencyCode.HKD)).build()),
				400, "INVALIDREQUEST", Outcome.REJECTED);
		verifyApiError(service.query("R" + this.number), 404, "RESOURCENOTEXISTS", Outcome.REJECTED);
	}

	@Test
	void acceptedIsAnResponseForPaymentsAtTheCounterOnly() {
		pay();
		simulator.faults().inject(Fault.accepted());

		for (Mono<?> call : java.util.List.of(QueryOrderService.create(this.client).query(this.number),
				CloseOrderService.create(this.client).close(this.number),
				PlaceOrderService.create(this.client).place(order(TradeType.NATIVE)),
				RefundService.create(this.client).query("R1"))) {
			verifyApiError(call, 202, "ACCEPTED", Outcome.UNKNOWN);
		}
	}

	@Test
	void unsignedSuccessIsNotTrusted() {
		pay();
		simulator.faults().inject(Fault.unsigned()).on(Operation.QUERY, Operation.MICROPAY, Operation.REFUND);

		for (Mono<?> call : java.util.List.of(QueryOrderService.create(this.client).query(this.number), MicropayService
			.create(this.client)
			.pay(MicropayRequest
				.builder(this.number + "U", "12%016d".formatted(numbers.incrementAndGet() * 100L), OrderAmount.hkd(1))
				.description("x")
				.merchantCategoryCode("1011")
				.build()))) {
			StepVerifier.create(call)
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class,
						(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN)))
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void missingApplicationIsRefusedBeforeSending() {
		int before = simulator.requests().all().size();
		ShopIds withoutApplication = (this.shop.ids().mchid() != null)
				? new ShopIds("1900000109", null, null, null, null, null)
				: new ShopIds(null, null, "1900000100", null, "1900000109", null);

		StepVerifier.create(MicropayService.create(this.client).pay(micropay("00").withIds(withoutApplication)))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT)))
			.verify(LONG_ENOUGH);

		assertThat(simulator.requests().all()).hasSize(before);
	}

	@Test
	void placesNoOrderThatWouldNotBeNotified() {
		int before = simulator.requests().all().size();
		PlaceOrderRequest nowhere = PlaceOrderRequest.builder(TradeType.NATIVE, this.number, OrderAmount.hkd(888))
			.description("QR code test")
			.merchantCategoryCode("4111")
			.build();

		StepVerifier.create(PlaceOrderService.create(this.client).place(nowhere))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class,
					(ex) -> assertThat(ex).hasMessageContaining("'notifyUrl'")
						.extracting(WechatPayHkException::outcome)
						.isEqualTo(Outcome.NOT_SENT)))
			.verify(LONG_ENOUGH);

		assertThat(simulator.requests().all()).hasSize(before);
	}

	private Order pay() {
		Order order = MicropayService.create(this.client).pay(micropay("00")).block(LONG_ENOUGH).order();
		assertThat(order).isNotNull();
		return order;
	}

	private MicropayRequest micropay(String lastDigits) {
		return MicropayRequest
			.builder(this.number, "12%014d%s".formatted(numbers.incrementAndGet(), lastDigits), OrderAmount.hkd(888))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.sceneInfo(SceneInfo.ofDevice("013467007045764", "123145"))
			.build();
	}

	private PlaceOrderRequest order(TradeType type) {
		return PlaceOrderRequest.builder(type, this.number, OrderAmount.hkd(888))
			.description("QR code test")
			.notifyUrl("https://shop.example.com/wxpay/notify")
			.merchantCategoryCode("4111")
			.payer((this.shop.ids().mchid() != null) ? Payer.ofOpenid("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")
					: Payer.ofSpOpenid("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"))
			.sceneInfo(new SceneInfo("128.0.0.1", null, null, null,
					new SceneInfo.Store("0001", "Tower shop", "1 Main Street")))
			.build();
	}

	private static void verifyApiError(Mono<?> call, int status, String code, Outcome outcome) {
		StepVerifier.create(call)
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class, (ex) -> {
						assertThat(ex.status()).isEqualTo(status);
						assertThat(ex.hasCode(code)).as(ex.getMessage()).isTrue();
						assertThat(ex.outcome()).isEqualTo(outcome);
						assertThat(ex.requestId()).isNotNull();
					}))
			.verify(LONG_ENOUGH);
	}

}
