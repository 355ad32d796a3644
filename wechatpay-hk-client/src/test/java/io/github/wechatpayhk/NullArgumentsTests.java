package io.github.wechatpayhk;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.CloseOrderService;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.order.StartPaymentService;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.resilience.ResilientServices;
import io.github.wechatpayhk.settlement.SettlementService;
import io.github.wechatpayhk.submerchant.SubMerchantReference;
import io.github.wechatpayhk.submerchant.SubMerchantService;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call without its argument is assembled like any other, and ends as one that was not
 * sent.
 */
@SuppressWarnings({ "NullAway", "DataFlowIssue" })
class NullArgumentsTests {

	static Stream<Supplier<Publisher<?>>> calls() {
		WechatPayHkClient client = WechatPayHkClient
			.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
			.baseUrl(WireGateway.deserted())
			.connector(Connector.OURS.get())
			.build();
		ResilientCalls calls = ResilientCalls.builder(WireKeys.MCHID).build();
		ResilientServices services = new ResilientServices(calls);
		WechatPayHkClients named = WechatPayHkClients
			.builder((name) -> Mono.just(Merchant.of(client.merchantIds(), WireKeys.credential(),
					PlatformTrust.of(WireKeys.platformKeys()))))
			.connector(Connector.OURS.get())
			.services((one) -> calls.decorate(ReverseOrderService.create(one), QueryOrderService.create(one)))
			.build();
		ReverseOrderService reverse = ReverseOrderService.create(client);
		QueryOrderService query = QueryOrderService.create(client);
		Stream<Supplier<Publisher<?>>> reversals = Stream
			.of(reverse, calls.decorate(reverse), calls.decorate(reverse, query), named.reverseOrderService("a"),
					named.reverseOrderService(null))
			.flatMap((service) -> Stream.of(() -> service.reverse((ReverseOrderRequest) null),
					() -> service.reverse((String) null)));
		Stream<Supplier<Publisher<?>>> queries = Stream.of(query, services.query(query))
			.flatMap((service) -> Stream.of(() -> service.query((OrderReference) null),
					() -> service.query((String) null)));
		Stream<Supplier<Publisher<?>>> closings = Stream
			.of(CloseOrderService.create(client), services.close(CloseOrderService.create(client)))
			.flatMap((service) -> Stream.of(() -> service.close((OrderReference) null),
					() -> service.close((String) null)));
		Stream<Supplier<Publisher<?>>> refunds = Stream
			.of(RefundService.create(client), services.refund(RefundService.create(client)))
			.flatMap((service) -> Stream.of(() -> service.refund(null), () -> service.query((RefundReference) null),
					() -> service.query((String) null), () -> service.list(null), () -> service.list(null, 0, 1)));
		Stream<Supplier<Publisher<?>>> settlements = Stream
			.of(SettlementService.create(client), services.settlement(SettlementService.create(client)))
			.flatMap((service) -> Stream.of(() -> service.list(null), () -> service.list(null, 0, 1)));
		Stream<Supplier<Publisher<?>>> subMerchants = Stream
			.of(SubMerchantService.create(client), services.subMerchant(SubMerchantService.create(client)))
			.flatMap((service) -> Stream.of(() -> service.encrypt(null), () -> service.add(null),
					() -> service.modify(null, null), () -> service.modify(SubMerchantReference.of("1"), null),
					() -> service.query((SubMerchantReference) null), () -> service.query((String) null)));
		QuickPay quickPay = QuickPay.create(client);
		Stream<Supplier<Publisher<?>>> others = Stream.of(() -> MicropayService.create(client).pay(null),
				() -> services.micropay(MicropayService.create(client)).pay(null),
				() -> PlaceOrderService.create(client).place(null),
				() -> services.place(PlaceOrderService.create(client)).place(null),
				() -> StartPaymentService.create(client).prepare(null),
				() -> StartPaymentService.create(client).renew(null),
				() -> StartPaymentService.create(client).jsapi(null),
				() -> StartPaymentService.create(client).miniProgram(null),
				() -> StartPaymentService.create(client).app(null), () -> named.find(null),
				() -> named.reverseOrderService(null).reverse("T1"), () -> quickPay.pay(null),
				() -> quickPay.steps(null, Mono.never()), () -> quickPay.resume(null));
		return List.of(reversals, queries, closings, refunds, settlements, subMerchants, others)
			.stream()
			.flatMap((each) -> each);
	}

	@ParameterizedTest
	@MethodSource("calls")
	void isNotSent(Supplier<Publisher<?>> call) {
		StepVerifier.create(call.get())
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT)))
			.verify(Duration.ofSeconds(60));
	}

}
