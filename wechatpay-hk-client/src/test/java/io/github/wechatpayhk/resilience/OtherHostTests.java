package io.github.wechatpayhk.resilience;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.function.BiFunction;

import io.github.wechatpayhk.SimulatedShop;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.CloseOrderService;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayServices;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.settlement.SettlementRequest;
import io.github.wechatpayhk.settlement.SettlementService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.submerchant.SubMerchantBusiness;
import io.github.wechatpayhk.submerchant.SubMerchantContact;
import io.github.wechatpayhk.submerchant.SubMerchantDetails;
import io.github.wechatpayhk.submerchant.SubMerchantReference;
import io.github.wechatpayhk.submerchant.SubMerchantRequest;
import io.github.wechatpayhk.submerchant.SubMerchantService;
import io.github.wechatpayhk.webclient.CallOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each operation goes to another host when the preferred one cannot be connected to,
 * takes a base URL for one call, and takes a deadline for one call.
 */
class OtherHostTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.start();

	private WechatPayHkClient client;

	private URI deaf;

	@BeforeEach
	void callsAHostThatIsAway() throws IOException {
		this.deaf = unusedAddress();
		this.client = SimulatedShop.INSTITUTION_HK.client(this.simulator, (builder) -> builder.baseUrl(this.deaf));
	}

	@AfterEach
	void stopSimulator() {
		this.simulator.close();
	}

	private static URI unusedAddress() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return URI.create("http://localhost:" + socket.getLocalPort() + "/hk/");
		}
	}

	@ParameterizedTest
	@EnumSource
	void goesToTheNextHost(Call call) {
		ResilientCalls calls = ResilientCalls.builder("1900000109")
			.failover(FailoverSettings.of(this.deaf, this.simulator.baseUrl()))
			.build();
		Services services = Services.of(this.client, calls);
		OrderReference order = OrderReference.outTradeNo(WechatPayHkSimulator.PAID_ORDER);
		StepVerifier.create(services.query().query(order)).expectNextCount(1).expectComplete().verify(LONG_ENOUGH);
		int before = received(call);

		finish(call.make(services, CallOptions.none()));

		assertThat(received(call)).isEqualTo(before + 1);
	}

	@ParameterizedTest
	@EnumSource
	void goesWhereOneCallSays(Call call) {
		Services services = Services.of(this.client, ResilientCalls.builder("1900000109").build());

		finish(call.make(services, CallOptions.none().withBaseUrl(this.simulator.baseUrl())));

		assertThat(received(call)).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void endsAtTheDeadlineOfOneCall(Call call) {
		this.simulator.faults().inject(Fault.noResponse()).on(call.operation);
		Services services = Services.of(this.client,
				ResilientCalls.builder("1900000109").deadline(Duration.ofDays(1)).build());
		CallOptions options = CallOptions.none()
			.withBaseUrl(this.simulator.baseUrl())
			.withDeadline(Duration.ofSeconds(1));

		StepVerifier.create(call.make(services, options))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(WechatPayHkException.class)
				.hasMessageContaining("deadline of PT1S"))
			.verify(LONG_ENOUGH);
	}

	@Test
	void aPaymentFlowStaysWithItsServices() {
		Services services = Services.of(this.client, ResilientCalls.builder("1900000109").build());
		QuickPay quickPay = QuickPay
			.builder(new QuickPayServices(services.micropay(), services.query(), services.reverse(), services.refund()))
			.build();

		StepVerifier.create(quickPay.pay(payment().withBaseUrl(this.simulator.baseUrl())))
			.expectErrorSatisfies((error) -> assertThat(error).hasMessageContaining("base URL")
				.isInstanceOfSatisfying(WechatPayHkException.class,
						(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT)))
			.verify(LONG_ENOUGH);
	}

	private int received(Call call) {
		return this.simulator.requests().of(call.operation).size();
	}

	/**
	 * A verified refusal ends a call as well as a success does.
	 */
	private static void finish(Mono<?> call) {
		StepVerifier
			.create(call.then()
				.onErrorResume(WechatPayHkException.class,
						(ex) -> (ex.outcome() == Outcome.REJECTED) ? Mono.empty() : Mono.error(ex)))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	private static MicropayRequest payment() {
		return MicropayRequest.builder("T1", "120061098828009400", OrderAmount.hkd(888))
			.description("x")
			.merchantCategoryCode("1011")
			.build();
	}

	enum Call {

		REVERSE(Operation.REVERSE, (services, options) -> {
			ReverseOrderRequest order = ReverseOrderRequest.outTradeNo(WechatPayHkSimulator.PAID_ORDER);
			ReverseOrderRequest bounded = (options.deadline() != null) ? order.withDeadline(options.deadline()) : order;
			return services.reverse()
				.reverse((options.baseUrl() != null) ? bounded.withBaseUrl(options.baseUrl()) : bounded);
		}),

		QUERY(Operation.QUERY, (services, options) -> services.query().query(order(options))),

		CLOSE(Operation.CLOSE, (services, options) -> services.close().close(order(options))),

		MICROPAY(Operation.MICROPAY, (services, options) -> {
			MicropayRequest bounded = (options.deadline() != null) ? payment().withDeadline(options.deadline())
					: payment();
			return services.micropay()
				.pay((options.baseUrl() != null) ? bounded.withBaseUrl(options.baseUrl()) : bounded);
		}),

		PLACE(Operation.NATIVE, (services, options) -> {
			PlaceOrderRequest order = PlaceOrderRequest.builder(TradeType.NATIVE, "T2", OrderAmount.hkd(888))
				.description("x")
				.merchantCategoryCode("1011")
				.notifyUrl("https://shop.example.com/notify")
				.build();
			PlaceOrderRequest bounded = (options.deadline() != null) ? order.withDeadline(options.deadline()) : order;
			return services.place()
				.place((options.baseUrl() != null) ? bounded.withBaseUrl(options.baseUrl()) : bounded);
		}),

		REFUND(Operation.REFUND,
				(services, options) -> services.refund()
					.refund(RefundRequest.builder(order(options), "R1", RefundAmount.full(OrderAmount.hkd(888)))
						.build())),

		QUERY_REFUND(Operation.QUERY_REFUND, (services, options) -> {
			RefundReference refund = RefundReference.outRefundNo("R1");
			RefundReference bounded = (options.deadline() != null) ? refund.withDeadline(options.deadline()) : refund;
			return services.refund()
				.query((options.baseUrl() != null) ? bounded.withBaseUrl(options.baseUrl()) : bounded);
		}),

		LIST_REFUNDS(Operation.LIST_REFUNDS, (services, options) -> services.refund().list(order(options), 0, 10)),

		LIST_SETTLEMENTS(Operation.SETTLEMENTS, (services, options) -> {
			SettlementRequest request = SettlementRequest.settled();
			SettlementRequest bounded = (options.deadline() != null) ? request.withDeadline(options.deadline())
					: request;
			return services.settlement()
				.list((options.baseUrl() != null) ? bounded.withBaseUrl(options.baseUrl()) : bounded)
				.then();
		}),

		ADD_SUB_MERCHANT(Operation.ADD_SUB_MERCHANT, (services, options) -> {
			SubMerchantRequest request = SubMerchantRequest.of("K1", details());
			SubMerchantRequest bounded = (options.deadline() != null) ? request.withDeadline(options.deadline())
					: request;
			return services.subMerchant()
				.add((options.baseUrl() != null) ? bounded.withBaseUrl(options.baseUrl()) : bounded);
		}),

		MODIFY_SUB_MERCHANT(Operation.MODIFY_SUB_MERCHANT,
				(services, options) -> services.subMerchant().modify(subMerchant(options), details())),

		QUERY_SUB_MERCHANT(Operation.QUERY_SUB_MERCHANT,
				(services, options) -> services.subMerchant().query(subMerchant(options)));

		private final Operation operation;

		private final BiFunction<Services, CallOptions, Mono<?>> call;

		Call(Operation operation, BiFunction<Services, CallOptions, Mono<?>> call) {
			this.operation = operation;
			this.call = call;
		}

		Mono<?> make(Services services, CallOptions options) {
			return this.call.apply(services, options);
		}

		private static SubMerchantReference subMerchant(CallOptions options) {
			SubMerchantReference reference = SubMerchantReference.of("1900000777");
			SubMerchantReference bounded = (options.deadline() != null) ? reference.withDeadline(options.deadline())
					: reference;
			return (options.baseUrl() != null) ? bounded.withBaseUrl(options.baseUrl()) : bounded;
		}

		private static SubMerchantDetails details() {
			return SubMerchantDetails.builder("Image Store Limited", "Image Store")
				.officePhone("+85221234567")
				.contact(SubMerchantContact.of("Chan", "+85291234567", "chan@shop.example.com"))
				.businessCategory(644)
				.merchantType("ENTERPRISE", "344")
				.business(SubMerchantBusiness.of("BOTH"))
				.build();
		}

		private static OrderReference order(CallOptions options) {
			OrderReference order = OrderReference.outTradeNo(WechatPayHkSimulator.PAID_ORDER);
			OrderReference bounded = (options.deadline() != null) ? order.withDeadline(options.deadline()) : order;
			return (options.baseUrl() != null) ? bounded.withBaseUrl(options.baseUrl()) : bounded;
		}

	}

	record Services(ReverseOrderService reverse, QueryOrderService query, CloseOrderService close,
			MicropayService micropay, PlaceOrderService place, RefundService refund, SettlementService settlement,
			SubMerchantService subMerchant) {

		static Services of(WechatPayHkClient client, ResilientCalls calls) {
			ResilientServices services = new ResilientServices(calls);
			return new Services(calls.decorate(ReverseOrderService.create(client)),
					services.query(QueryOrderService.create(client)), services.close(CloseOrderService.create(client)),
					services.micropay(MicropayService.create(client)), services.place(PlaceOrderService.create(client)),
					services.refund(RefundService.create(client)),
					services.settlement(SettlementService.create(client)),
					services.subMerchant(SubMerchantService.create(client)));
		}

	}

}
