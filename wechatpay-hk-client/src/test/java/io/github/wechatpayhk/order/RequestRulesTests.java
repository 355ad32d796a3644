package io.github.wechatpayhk.order;

import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.Order.SceneInfo;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What breaks a rule fails when it is built, and says which argument, which rule and
 * where.
 */
class RequestRulesTests {

	private static final OrderAmount AMOUNT = OrderAmount.hkd(888);

	static Stream<Arguments> broken() {
		return Stream.of(
				broken(() -> MicropayRequest.builder("", "120061098828009406", AMOUNT), "'outTradeNo'", "is empty"),
				broken(() -> MicropayRequest.builder("A".repeat(33), "120061098828009406", AMOUNT), "'outTradeNo'",
						"1 to 32", "has 33"),
				broken(() -> MicropayRequest.builder("../T1", "120061098828009406", AMOUNT), "'outTradeNo'",
						"U+002E at position 1"),
				broken(() -> MicropayRequest.builder("T１", "120061098828009406", AMOUNT), "U+FF11 at position 2"),
				broken(() -> MicropayRequest.builder("T1", "12006109882800940", AMOUNT), "'authCode'", "18 digits",
						"has 17"),
				broken(() -> MicropayRequest.builder("T1", "1200610988280094 6", AMOUNT), "'authCode'", "position 17"),
				broken(() -> new OrderAmount(0, CurrencyCode.HKD), "'total'", "at least 1", "is 0"),
				broken(() -> new OrderAmount(-1, CurrencyCode.HKD), "'total'", "is -1"),
				broken(() -> CurrencyCode.of("hkd"), "'currency'", "U+0068 at position 1"),
				broken(() -> CurrencyCode.of("HK"), "'currency'", "has 2"),
				broken(() -> new OrderAmount(1, new CurrencyCode("HKDX")), "'currency'", "has 4"),
				broken(() -> micropay().description("QQ \uD83D\uDE00"), "'description'", "U+1F600 at position 4"),
				broken(() -> micropay().description("x\uD800"), "'description'", "U+D800 at position 2"),
				broken(() -> micropay().description("微".repeat(128)), "'description'", "1 to 127", "has 128"),
				broken(() -> micropay().attach("x".repeat(128)), "'attach'", "1 to 127"),
				broken(() -> micropay().goodsTag("x".repeat(33)), "'goodsTag'", "1 to 32"),
				broken(() -> micropay().limitPay(""), "'limitPay'", "is empty"),
				broken(() -> micropay().merchantCategoryCode("x".repeat(17)), "'merchantCategoryCode'", "1 to 16"),
				broken(() -> micropay().merchantCategoryCode("1011").build(), "'description'", "is null"),
				broken(() -> order(TradeType.NATIVE).notifyUrl("http://shop.example.com/n"), "'notifyUrl'", "https"),
				broken(() -> order(TradeType.NATIVE).notifyUrl("https://shop.example.com/n?x=1"), "'notifyUrl'",
						"without a query"),
				broken(() -> order(TradeType.NATIVE).notifyUrl("https://shop.example.com/" + "n".repeat(240)),
						"'notifyUrl'", "1 to 256"),
				broken(() -> order(TradeType.JSAPI).build(), "'payer'", "JSAPI"),
				broken(() -> order(TradeType.MWEB).build(), "'sceneInfo'", "MWEB"),
				broken(() -> new SceneInfo.Store("1", "", "street"), "'storeInfo.name'", "is empty"),
				broken(() -> new Order.Detail.Goods("g", null, null, 0, 1), "'quantity'", "at least 1"),
				broken(() -> OrderReference.transactionId("42-1"), "'transactionId'", "U+002D at position 3"),
				broken(() -> RefundReference.outRefundNo("R#1"), "'outRefundNo'", "U+0023 at position 2"),
				broken(() -> RefundReference.refundId(""), "'refundId'", "is empty"),
				broken(() -> new RefundAmount(889, 888, CurrencyCode.HKD), "'refund'", "889 is greater than 888"),
				broken(() -> refund("R1").reason("x".repeat(81)), "'reason'", "1 to 80"),
				broken(() -> refund("R".repeat(65)), "'outRefundNo'", "1 to 64"),
				broken(() -> ShopIds.direct("19A", "wx1"), "'mchid'", "U+0041 at position 3"),
				broken(() -> ShopIds.direct("19", "wx 1"), "'appid'", "U+0020 at position 3"),
				broken(() -> new ShopIds("19", null, null, null, null, null).requireComplete(), "'appid'"),
				broken(() -> new ShopIds(null, null, "19", null, "20", null).requireComplete(), "'spAppid'"),
				broken(() -> new ShopIds(null, null, "19", "wx1", null, null).requireComplete(), "'subMchid'"),
				broken(() -> ShopIds.none().requireComplete(), "'mchid'"));
	}

	@ParameterizedTest
	@MethodSource("broken")
	void saysWhatIsBroken(Supplier<?> building, String[] words) {
		assertThatExceptionOfType(WechatPayHkRequestException.class).isThrownBy(building::get)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(words))
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
	}

	@Test
	void acceptsWhatIsAllowedToTheLastCharacter() {
		MicropayRequest request = MicropayRequest.builder("Aa0_-|*" + "9".repeat(25), "150061098828009406", AMOUNT)
			.description("微".repeat(127))
			.merchantCategoryCode("1".repeat(16))
			.attach("\uFFFD\n".repeat(63))
			.build();

		assertThat(request.outTradeNo()).hasSize(32);
		assertThat(refund("R@" + "9".repeat(62)).build().outRefundNo()).hasSize(64);
		assertThat(CurrencyCode.of("XTS").isListed()).isFalse();
		assertThat(CurrencyCode.HKD.isListed()).isTrue();
	}

	@Test
	void aNamedSetReplacesTheConfiguredOneAsAWhole() {
		ShopIds configured = ShopIds.institution("1", "wx1", "2", "wx2");

		assertThat(ShopIds.none().orElse(configured)).isEqualTo(configured);
		assertThat(ShopIds.direct("3", "wx3").orElse(configured).merchantIds()).isEqualTo(MerchantIds.direct("3"));
	}

	private static MicropayRequest.Builder micropay() {
		return MicropayRequest.builder("T1", "120061098828009406", AMOUNT);
	}

	private static PlaceOrderRequest.Builder order(TradeType type) {
		return PlaceOrderRequest.builder(type, "T1", AMOUNT)
			.description("x")
			.notifyUrl("https://shop.example.com/n")
			.merchantCategoryCode("1011");
	}

	private static RefundRequest.Builder refund(String outRefundNo) {
		return RefundRequest.builder(OrderReference.outTradeNo("T1"), outRefundNo, RefundAmount.full(AMOUNT));
	}

	private static Arguments broken(Supplier<?> building, String... words) {
		return arguments(building, words);
	}

}
