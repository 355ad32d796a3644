package io.github.wechatpayhk.fuzz;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.WechatPayHkClientBuilder;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.settlement.SettlementRequest;
import io.github.wechatpayhk.settlement.SettlementService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.submerchant.SubMerchantService;
import io.github.wechatpayhk.wire.WireKeys;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the body of a genuine success is, it is what was asked for, or the outcome is
 * unknown.
 */
class SuccessBodyFuzzTests {

	private static final long NOW = 1554209980;

	private static final String NONCE = "c5ac7061fccab6bf3e254dcf98995b8c";

	private static final OrderReference ORDER = OrderReference.outTradeNo("T1");

	private final CannedResponses responses = new CannedResponses();

	private final WechatPayHkClient client = client(MerchantIds.direct(WireKeys.MCHID)).appid("wx8888888888888888")
		.build();

	private final WechatPayHkClient institution = client(MerchantIds.institution(WireKeys.MCHID, null))
		.spAppid("wx8888888888888888")
		.build();

	private final MicropayService payments = MicropayService.create(this.client);

	private final PlaceOrderService orders = PlaceOrderService.create(this.client);

	private final QueryOrderService queries = QueryOrderService.create(this.client);

	private final RefundService refunds = RefundService.create(this.client);

	private final List<Mono<?>> operations = List.of(this.queries.query(ORDER).doOnNext(SuccessBodyFuzzTests::readAll),
			this.queries.query(OrderReference.transactionId("4200000000002104083200000488"))
				.doOnNext((order) -> assertThat(order.id()).isIn(null, "4200000000002104083200000488")),
			this.payments
				.pay(MicropayRequest.builder("T1", "120061098828009406", OrderAmount.hkd(888))
					.description("Tea")
					.merchantCategoryCode("1011")
					.build())
				.doOnNext((response) -> {
					Order order = response.order();
					assertThat(response.isPaid()).isEqualTo(!response.accepted() && order != null
							&& order.outTradeNo().equals("T1") && order.tradeState().value().equals("SUCCESS"));
				}),
			this.orders
				.place(PlaceOrderRequest.builder(TradeType.NATIVE, "T1", OrderAmount.hkd(888))
					.description("Tea")
					.notifyUrl("https://shop.example.com/notify")
					.merchantCategoryCode("1011")
					.build())
				.doOnNext((placed) -> assertThat(placed).extracting("codeUrl", "prepayId", "mwebUrl")
					.anySatisfy((handOver) -> assertThat(handOver).isNotNull())),
			this.refunds
				.refund(RefundRequest.builder(ORDER, "R1", RefundAmount.full(new OrderAmount(888, CurrencyCode.HKD)))
					.build())
				.doOnNext((refund) -> assertThat(refund.outRefundNo()).isEqualTo("R1")),
			this.refunds.query(RefundReference.refundId("50000000382019052709732678859")),
			this.refunds.list(ORDER, 0, 20).doOnNext((list) -> assertThat(list.toString()).isNotEmpty()),
			SettlementService.create(this.client)
				.list(SettlementRequest.settled(), 20, 20)
				.doOnNext((list) -> assertThat(list.offset()).isIn(null, 20)),
			SubMerchantService.create(this.institution)
				.query("1900000109")
				.doOnNext((subMerchant) -> assertThat(subMerchant.subMchid()).isEqualTo("1900000109")));

	private WechatPayHkClientBuilder client(MerchantIds ids) {
		return WechatPayHkClient
			.builder(ids,
					new MerchantCredential(SerialNumber.of(WireKeys.MERCHANT_SERIAL),
							(message) -> Mono.just(new byte[256])),
					WireKeys.platformKeys())
			.clock(InstantSource.fixed(Instant.ofEpochSecond(NOW)))
			.signingScheduler(Schedulers.immediate())
			.connector(this.responses);
	}

	/**
	 * The first byte chooses the operation, the second the status, the rest is the body.
	 */
	@FuzzTest(maxDuration = "30s")
	void isWhatWasAskedForOrUnknown(byte[] data) {
		if (data.length < 2) {
			return;
		}
		byte[] body = Arrays.copyOfRange(data, 2, data.length);
		this.responses.response((data[1] % 2 == 0) ? 200 : 202, signed(body), body);

		Signal<?> end = this.operations.get(Math.floorMod(data[0], this.operations.size())).materialize().block();

		assertThat(end).isNotNull();
		if (end.isOnError()) {
			assertThat(end.getThrowable()).isInstanceOfSatisfying(WechatPayHkApiException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN));
			assertThat(end.getThrowable().getMessage()).hasSizeLessThan(2048)
				.doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}]");
		}
		else {
			assertThat(end.get()).isNotNull();
		}
	}

	private static void readAll(Order order) {
		assertThat(order.outTradeNo()).isEqualTo("T1");
		assertThat(order.tradeState()).isNotNull();
		assertThat(order.promotionDetail()).isNotNull();
		assertThat(order.other()).isNotNull();
		order.paidAt();
	}

	private static HttpHeaders signed(byte[] body) {
		HttpHeaders headers = new HttpHeaders();
		headers.setAll(Map.of("Content-Type", "application/json", "Wechatpay-Nonce", NONCE, "Wechatpay-Serial",
				WireKeys.PLATFORM_SERIAL, "Wechatpay-Timestamp", Long.toString(NOW), "Wechatpay-Signature",
				WireKeys.sign(NOW, NONCE, body)));
		return headers;
	}

}
