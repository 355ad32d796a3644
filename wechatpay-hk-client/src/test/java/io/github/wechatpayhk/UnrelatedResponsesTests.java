package io.github.wechatpayhk;

import java.time.Duration;
import java.util.stream.Stream;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireResponse;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A verified response about another order, refund or merchant is never the result of a
 * call.
 */
class UnrelatedResponsesTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final String ORDER = """
			{"mchid":"1900000109","id":"42","out_trade_no":"T1","trade_state":"SUCCESS"}""";

	private static final String REFUND = """
			{"mchid":"1900000109","id":"52","out_refund_no":"R1","transaction_id":"42","out_trade_no":"T1"}""";

	private static final String LIST = """
			{"mchid":"1900000109","id":"42","out_trade_no":"T1","data":[{"out_refund_no":"R1","out_trade_no":"T1",\
			"transaction_id":"42"}]}""";

	static Stream<Arguments> unrelated() {
		return Stream.of(Call.values()).flatMap((call) -> call.unrelated().map((body) -> Arguments.of(call, body)));
	}

	@ParameterizedTest
	@MethodSource
	void unrelated(Call call, String body) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(200, body))) {
			StepVerifier.create(call.make(client(gateway)))
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class, (ex) -> {
							assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
							assertThat(ex.signatureStatus()).isEqualTo(SignatureStatus.VERIFIED);
							assertThat(ex.status()).isEqualTo(200);
							assertThat(ex.requestId()).isNotNull();
							assertThat(ex).hasMessageContaining("not about what the request names");
						}))
				.verify(LONG_ENOUGH);
		}
	}

	@ParameterizedTest
	@EnumSource
	void related(Call call) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(200, call.body))) {
			StepVerifier.create(call.make(client(gateway))).expectNextCount(1).expectComplete().verify(LONG_ENOUGH);
		}
	}

	@ParameterizedTest
	@EnumSource
	void relatedWithoutMerchantNumbers(Call call) {
		String body = call.body.replace("\"mchid\":\"1900000109\",", "\"sub_mchid\":\"\",");
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(200, body))) {
			StepVerifier.create(call.make(client(gateway))).expectNextCount(1).expectComplete().verify(LONG_ENOUGH);
		}
	}

	private static WechatPayHkClient client(WireGateway gateway) {
		return WechatPayHkClient
			.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
			.appid("wx8888888888888888")
			.baseUrl(gateway.baseUrl())
			.connector(Connector.OURS.get())
			.build();
	}

	enum Call {

		QUERY(ORDER, "\"out_trade_no\":\"T1\"") {

			@Override
			Mono<?> make(WechatPayHkClient client) {
				return QueryOrderService.create(client).query("T1");
			}

		},

		QUERY_BY_TRANSACTION_ID(ORDER, "\"id\":\"42\"") {

			@Override
			Mono<?> make(WechatPayHkClient client) {
				return QueryOrderService.create(client).query(OrderReference.transactionId("42"));
			}

			@Override
			Stream<String> unrelated() {
				return Stream.concat(super.unrelated(), Stream.of(this.body.replace("\"id\":\"42\",", "")));
			}

		},

		MICROPAY(ORDER, "\"out_trade_no\":\"T1\"") {

			@Override
			Mono<?> make(WechatPayHkClient client) {
				return MicropayService.create(client)
					.pay(MicropayRequest.builder("T1", "120061098828009406", OrderAmount.hkd(888))
						.description("Image Store - QQ Doll")
						.merchantCategoryCode("1011")
						.build());
			}

		},

		REFUND_BY_OUT_TRADE_NO(REFUND, "\"out_refund_no\":\"R1\"", "\"out_trade_no\":\"T1\"") {

			@Override
			Mono<?> make(WechatPayHkClient client) {
				return refund(client, OrderReference.outTradeNo("T1"));
			}

		},

		REFUND_BY_TRANSACTION_ID(REFUND, "\"out_refund_no\":\"R1\"", "\"transaction_id\":\"42\"") {

			@Override
			Mono<?> make(WechatPayHkClient client) {
				return refund(client, OrderReference.transactionId("42"));
			}

		},

		QUERY_REFUND(REFUND, "\"out_refund_no\":\"R1\"") {

			@Override
			Mono<?> make(WechatPayHkClient client) {
				return RefundService.create(client).query("R1");
			}

		},

		QUERY_REFUND_BY_ID(REFUND, "\"id\":\"52\"") {

			@Override
			Mono<?> make(WechatPayHkClient client) {
				return RefundService.create(client).query(RefundReference.refundId("52"));
			}

			@Override
			Stream<String> unrelated() {
				return Stream.concat(super.unrelated(), Stream.of(this.body.replace("\"id\":\"52\",", "")));
			}

		},

		LIST_REFUNDS(LIST, "\"out_trade_no\":\"T1\",\"data\"", "\"out_trade_no\":\"T1\",\"transaction_id\"") {

			@Override
			Mono<?> make(WechatPayHkClient client) {
				return RefundService.create(client).list(OrderReference.outTradeNo("T1"), 0, 10);
			}

			@Override
			Stream<String> unrelated() {
				return Stream.concat(super.unrelated(),
						Stream.of(this.body.replace("\"out_trade_no\":\"T1\",\"data\"", "\"data\"")));
			}

		},

		LIST_REFUNDS_BY_TRANSACTION_ID(LIST, "\"id\":\"42\"", "\"transaction_id\":\"42\"") {

			@Override
			Mono<?> make(WechatPayHkClient client) {
				return RefundService.create(client).list(OrderReference.transactionId("42"), 0, 10);
			}

		};

		final String body;

		private final String[] subjects;

		Call(String body, String... subjects) {
			this.body = body;
			this.subjects = subjects;
		}

		abstract Mono<?> make(WechatPayHkClient client);

		Stream<String> unrelated() {
			Stream<String> others = Stream.of(this.subjects)
				.map((subject) -> this.body.replace(subject, subject.replaceFirst("(T1|R1|42|52)", "OTHER")));
			return Stream.concat(others, Stream.of(this.body.replace("1900000109", "1900000110"), this.body
				.replace("\"mchid\":\"1900000109\"", "\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"1900000109\"")));
		}

		private static Mono<?> refund(WechatPayHkClient client, OrderReference order) {
			return RefundService.create(client)
				.refund(RefundRequest.builder(order, "R1", RefundAmount.full(OrderAmount.hkd(888))).build());
		}

	}

}
