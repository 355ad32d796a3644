package io.github.wechatpayhk.fuzz;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.wire.WireKeys;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a shop takes for a number, from a form or a scanner: it is refused, or is one
 * segment of the path that is called.
 */
class OrderNumberFuzzTests {

	private final CannedResponses responses = new CannedResponses();

	private final WechatPayHkClient client = WechatPayHkClient
		.builder(MerchantIds.direct(WireKeys.MCHID),
				new MerchantCredential(SerialNumber.of(WireKeys.MERCHANT_SERIAL),
						(message) -> Mono.just(new byte[256])),
				WireKeys.platformKeys())
		.signingScheduler(Schedulers.immediate())
		.connector(this.responses)
		.build();

	private final ReverseOrderService reversals = ReverseOrderService.create(this.client);

	private final QueryOrderService queries = QueryOrderService.create(this.client);

	private final RefundService refunds = RefundService.create(this.client);

	@FuzzTest(maxDuration = "30s")
	void isRefusedOrOneSegment(byte[] data) {
		String text = new String(data, StandardCharsets.UTF_8);
		send(text, "/hk/v3/transactions/out-trade-no/", "/reverse",
				() -> this.reversals.reverse(ReverseOrderRequest.outTradeNo(text)));
		send(text, "/hk/v3/transactions/id/", "/reverse",
				() -> this.reversals.reverse(ReverseOrderRequest.transactionId(text)));
		send(text, "/hk/v3/transactions/out-trade-no/", "", () -> this.queries.query(OrderReference.outTradeNo(text)));
		send(text, "/hk/v3/transactions/id/", "", () -> this.queries.query(OrderReference.transactionId(text)));
		send(text, "/hk/v3/refunds/out-refund-no/", "", () -> this.refunds.query(RefundReference.outRefundNo(text)));
		send(text, "/hk/v3/refunds/id/", "", () -> this.refunds.query(RefundReference.refundId(text)));
		try {
			assertThat(new MicropayRequest.PayerCode(text).authCode()).matches("[0-9]{18}");
		}
		catch (WechatPayHkRequestException ex) {
			assertPrintable(ex);
		}
	}

	private void send(String text, String before, String after, Call call) {
		this.responses.forget();
		try {
			call.make().materialize().block();
		}
		catch (WechatPayHkRequestException ex) {
			assertPrintable(ex);
			assertThat(this.responses.lastUrl()).isNull();
			return;
		}
		URI url = Objects.requireNonNull(this.responses.lastUrl());
		assertThat(text).matches("[0-9A-Za-z_|*@-]{1,64}");
		assertThat(url.getPath()).isEqualTo(before + text + after);
		assertThat(url.getRawPath()).matches("[0-9A-Za-z/_.%*@-]+");
		assertThat(url.getHost()).isEqualTo("api.mch.weixin.qq.com");
	}

	private static void assertPrintable(WechatPayHkRequestException ex) {
		assertThat(ex.getMessage()).hasSizeLessThan(2048).doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}]");
	}

	/**
	 * Takes a number, and calls with it.
	 */
	@FunctionalInterface
	private interface Call {

		Mono<?> make();

	}

}
