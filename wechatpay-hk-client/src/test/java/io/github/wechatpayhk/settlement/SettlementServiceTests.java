package io.github.wechatpayhk.settlement;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.SimulatedShop;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.WechatPayHkClientBuilder;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.resilience.ResilientServices;
import io.github.wechatpayhk.settlement.SettlementService.SettlementList;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireRequest;
import io.github.wechatpayhk.wire.WireResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Settlements: what is asked for, page by page, and what a gateway makes of real payments
 * and refunds.
 */
class SettlementServiceTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

	private static final String DOCUMENTED = """
			{"data":[{"batch_id":"20091225003","settlement_date":"20091225","trade_start_date":"20091224",\
			"trade_end_date":"20091225","wallet_region":"CHINA_HONGKONG","amount":{"settled":1,"unsettle":2,\
			"currency":"HKD","pay":3,"refund":4,"net":5,"fee":6},"split_amount":{"settled":7,"unsettle":8,\
			"currency":"HKD","pay":9,"refund":10},"new_field":{"a":[1]}}],"total_count":1,"offset":0,"limit":10,\
			"more":true}""";

	@Test
	void readsEveryDocumentedFieldAndKeepsOthers() {
		JsonMapper mapper = JsonMapper.builder().build();

		SettlementList list = mapper.readValue(DOCUMENTED, SettlementList.class);

		assertThat(mapper.readTree(mapper.writeValueAsString(list))).isEqualTo(mapper.readTree(DOCUMENTED));
		assertThat(list.other()).containsEntry("more", true);
		Settlement settlement = list.data().get(0);
		assertThat(settlement.other()).containsOnlyKeys("new_field");
		assertThat(settlement.amount()).isEqualTo(new Settlement.Amount(1L, 2L, CurrencyCode.HKD, 3L, 4L, 5L, 6L));
		assertThat(settlement.splitAmount())
			.isEqualTo(new Settlement.Amount(7L, 8L, CurrencyCode.HKD, 9L, 10L, null, null));
	}

	@Test
	void asksForTheSettlementsThatAreNamed() {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(200, page(request, 0)))) {
			SettlementService direct = SettlementService.create(client(gateway, MerchantIds.direct(WireKeys.MCHID)));
			SettlementService institution = SettlementService
				.create(client(gateway, MerchantIds.institution("1900000100", "1900000109")));

			direct.list(SettlementRequest.settled(), 5, 10).block(LONG_ENOUGH);
			direct.list(SettlementRequest.unsettled().withDays(DAY, DAY.plusDays(1))).blockLast(LONG_ENOUGH);
			institution.list(SettlementRequest.settled(), 0, 1).block(LONG_ENOUGH);
			institution
				.list(SettlementRequest.settled().withMerchantIds(MerchantIds.institution("1900000100", "1900000777")),
						0, 1)
				.block(LONG_ENOUGH);

			assertThat(gateway.requests()).extracting(WireRequest::target)
				.containsExactly("/hk/v3/settle/settlements?settle_state=SETTLED&offset=5&limit=10",
						"/hk/v3/settle/settlements?settle_state=UNSETTLE&settle_start_date=20261128"
								+ "&settle_end_date=20261129&offset=0&limit=20",
						"/hk/v3/settle/settlements?sub_mchid=1900000109&settle_state=SETTLED&offset=0&limit=1",
						"/hk/v3/settle/settlements?sub_mchid=1900000777&settle_state=SETTLED&offset=0&limit=1");
		}
	}

	@Test
	void readsPageAfterPage() {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(200, page(request, 45)))) {
			SettlementService service = SettlementService.create(client(gateway, MerchantIds.direct(WireKeys.MCHID)));

			StepVerifier.create(service.list(SettlementRequest.settled()).map(Settlement::batchId))
				.expectNextSequence(IntStream.range(0, 45).mapToObj(String::valueOf).toList())
				.expectComplete()
				.verify(LONG_ENOUGH);

			assertThat(gateway.requests()).extracting((request) -> offset(request)).containsExactly(0, 20, 40);
		}
	}

	@Test
	void endsWithAnErrorWhereAPageIsNotVerified() {
		try (WireGateway gateway = WireGateway.start((request) -> (offset(request) == 0)
				? WireResponse.signed(200, page(request, 45)) : WireResponse.forged(200, page(request, 45)))) {
			SettlementService service = SettlementService.create(client(gateway, MerchantIds.direct(WireKeys.MCHID)));

			StepVerifier.create(service.list(SettlementRequest.settled()))
				.expectNextCount(20)
				.expectError(WechatPayHkSignatureException.class)
				.verify(LONG_ENOUGH);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"data\":[],\"total_count\":3,\"offset\":7,\"limit\":1}", "{\"data\":[],\"offset\":0}",
			"{\"total_count\":[]}", "[]", "null" })
	void verifiedResponseThatIsNotThePageIsUnknown(String body) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(200, body))) {
			SettlementService service = SettlementService.create(client(gateway, MerchantIds.direct(WireKeys.MCHID)));

			StepVerifier.create(service.list(SettlementRequest.settled(), 0, 20))
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class, (ex) -> {
							assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
							assertThat(ex.signatureStatus()).isEqualTo(SignatureStatus.VERIFIED);
						}))
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void refusesDaysAndPagesThatCannotBe() {
		SettlementService service = SettlementService.create(WechatPayHkClient
			.create(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys()));

		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> SettlementRequest.settled().withDays(DAY, DAY.minusDays(1)))
			.withMessageContaining("'lastDay' 2026-11-27 is before 'firstDay' 2026-11-28");
		for (int[] page : List.of(new int[] { -1, 1 }, new int[] { 0, 0 })) {
			StepVerifier.create(service.list(SettlementRequest.settled(), page[0], page[1]))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(WechatPayHkRequestException.class)
					.hasMessageContaining("'limit' at least 1"))
				.verify(LONG_ENOUGH);
		}
	}

	@ParameterizedTest
	@EnumSource
	void showWhatBecameOfPaymentsAndRefunds(SimulatedShop shop) {
		try (WechatPayHkSimulator simulator = simulator()) {
			WechatPayHkClient client = shop.client(simulator);
			SettlementService service = SettlementService.create(client);
			put(simulator, "A", 1000, "HKD", TradeState.SUCCESS);
			put(simulator, "B", 5000, "JPY", TradeState.SUCCESS);
			put(simulator, "C", 7000, "HKD", TradeState.SUCCESS);
			ReverseOrderService.create(client).reverse("C").block(LONG_ENOUGH);
			RefundService.create(client)
				.refund(RefundRequest
					.builder(OrderReference.outTradeNo("A"), "R1", new RefundAmount(400, 1000, CurrencyCode.HKD))
					.build())
				.block(LONG_ENOUGH);

			List<Settlement> before = service.list(SettlementRequest.unsettled()).collectList().block(LONG_ENOUGH);
			List<Settlement> notYet = service.list(SettlementRequest.settled()).collectList().block(LONG_ENOUGH);
			simulator.advance(Duration.ofHours(22));
			List<Settlement> after = service.list(SettlementRequest.settled()).collectList().block(LONG_ENOUGH);

			// 888 HKD is the order that each simulator knows
			assertThat(before).extracting(Settlement::amount)
				.containsExactly(new Settlement.Amount(0L, 1477L, CurrencyCode.HKD, 1888L, 400L, 1488L, 11L),
						new Settlement.Amount(0L, 4960L, CurrencyCode.JPY, 5000L, 0L, 5000L, 40L));
			assertThat(notYet).isEmpty();
			assertThat(after).extracting(Settlement::amount)
				.containsExactly(new Settlement.Amount(1477L, 0L, CurrencyCode.HKD, 1888L, 400L, 1488L, 11L),
						new Settlement.Amount(4960L, 0L, CurrencyCode.JPY, 5000L, 0L, 5000L, 40L));
			assertThat(after).allSatisfy((settlement) -> {
				assertThat(settlement.tradeStartDate()).isEqualTo("20261128");
				assertThat(settlement.settlementDate()).isEqualTo("20261129");
				assertThat(settlement.splitAmount() != null).isEqualTo(client.generation() == ApiGeneration.GLOBAL);
			});
			assertThat(service.list(SettlementRequest.settled().withDays(DAY, DAY)).collectList().block(LONG_ENOUGH))
				.isEmpty();
		}
	}

	@Test
	void eachPageIsRetriedAsACallOfItsOwn() {
		try (WechatPayHkSimulator simulator = simulator()) {
			for (int day = 0; day < 45; day++) {
				simulator.orders()
					.put(SimulatedOrder.quickPay("T" + day)
						.merchant(simulator.merchant())
						.paidAt(simulator.clock().instant().minus(Duration.ofDays(day))));
			}
			simulator.faults().inject(Fault.systemError()).on(Operation.SETTLEMENTS).after(1).times(2);
			ResilientServices services = new ResilientServices(ResilientCalls.builder("1900000109").build());
			SettlementService service = services
				.settlement(SettlementService.create(SimulatedShop.DIRECT_HK.client(simulator)));

			StepVerifier.create(service.list(SettlementRequest.settled()).map(Settlement::settlementDate).distinct())
				.expectNextCount(44)
				.expectComplete()
				.verify(LONG_ENOUGH);

			assertThat(simulator.requests().of(Operation.SETTLEMENTS)).hasSize(5);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "unsigned", "tampered", "truncated", "unknown-serial", "stale-clock" })
	void unverifiedPageIsNoPage(String fault) {
		try (WechatPayHkSimulator simulator = simulator()) {
			simulator.faults().inject(Fault.parse(fault)).on(Operation.SETTLEMENTS);

			StepVerifier
				.create(SettlementService.create(SimulatedShop.DIRECT_HK.client(simulator))
					.list(SettlementRequest.unsettled()))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class,
						(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN)))
				.verify(LONG_ENOUGH);
		}
	}

	private static WechatPayHkSimulator simulator() {
		return WechatPayHkSimulator.builder()
			.clock(SimulatedClock.standing(Instant.parse("2026-11-28T04:00:00Z")))
			.start();
	}

	private static void put(WechatPayHkSimulator simulator, String number, long total, String currency,
			TradeState state) {
		simulator.orders()
			.put(SimulatedOrder.quickPay(number).merchant(simulator.merchant()).amount(total, currency).state(state));
	}

	private static WechatPayHkClient client(WireGateway gateway, MerchantIds ids) {
		WechatPayHkClientBuilder builder = WechatPayHkClient
			.builder(ids, WireKeys.credential(), WireKeys.platformKeys())
			.baseUrl(gateway.baseUrl())
			.connector(Connector.OURS.get());
		return builder.build();
	}

	private static int offset(WireRequest request) {
		return Integer.parseInt(request.target().replaceAll(".*[&?]offset=(\\d+).*", "$1"));
	}

	private static String page(WireRequest request, int total) {
		int offset = offset(request);
		String data = IntStream.range(offset, Math.min(offset + 20, total))
			.mapToObj((number) -> "{\"batch_id\":\"" + number + "\"}")
			.reduce((one, other) -> one + ',' + other)
			.orElse("");
		return "{\"data\":[" + data + "],\"total_count\":" + total + ",\"offset\":" + offset + ",\"limit\":20}";
	}

}
