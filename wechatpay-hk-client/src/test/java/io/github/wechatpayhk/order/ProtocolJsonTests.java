package io.github.wechatpayhk.order;

import java.util.stream.Stream;

import io.github.wechatpayhk.order.PlaceOrderService.PlacedOrder;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService.RefundList;
import io.github.wechatpayhk.refund.RefundStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The JSON that WeChat Pay documents, read and written again: nothing is lost, nothing
 * added, and the spellings that its pages disagree about are all understood.
 */
class ProtocolJsonTests {

	private static final String ORDER_HEAD = "{\"out_trade_no\":\"T1\",\"trade_state\":\"SUCCESS\",";

	private final JsonMapper json = JsonMapper.builder().build();

	static Stream<Arguments> documented() {
		return Stream.of(arguments("native, institution", PlaceOrderRequest.class, """
				{"sp_appid":"wx8888888888888888","sp_mchid":"1900000100","sub_mchid":"1900000109",
				"description":"QR code test","notify_url":"https://shop.example.com/wxpay/notify",
				"out_trade_no":"1217752501201407033233368018","trade_type":"NATIVE",
				"merchant_category_code":"4111","amount":{"total":888,"currency":"HKD"}}"""),
				arguments("mweb, everything", PlaceOrderRequest.class, """
						{"mchid":"1900000109","appid":"wx8888888888888888","description":"H5",
						"notify_url":"https://shop.example.com/wxpay/notify","out_trade_no":"T1","trade_type":"MWEB",
						"merchant_category_code":"4111","amount":{"total":1,"currency":"JPY"},"attach":"mine",
						"goods_tag":"WXG","limit_pay":"no_credit","time_start":"2018-06-08T10:34:56+08:00",
						"time_expire":"2018-06-08T11:34:56+08:00","payer":{"openid":"o1"},
						"scene_info":{"payer_client_ip":"128.0.0.1","device_ip":"128.0.0.2","device_id":"d1",
						"operator_id":"c1","store_info":{"id":"0001","name":"Tower shop","address":"1 Main Street"}},
						"detail":{"cost_price":608800,"receipt_id":"wx123","goods_detail":[{"goods_id":"g1",
						"wxpay_goods_id":"1001","goods_name":"iPhone6s 16G","quantity":1,"price":528800}]}}"""),
				arguments("micropay", MicropayRequest.class, """
						{"mchid":"1900000109","appid":"wx8888888888888888","description":"Image Store - QQ Doll",
						"out_trade_no":"1217752501201407033233368018","trade_type":"MICROPAY",
						"merchant_category_code":"1011","payer":{"auth_code":"120061098828009406"},
						"amount":{"total":888,"currency":"HKD"}}"""),
				arguments("native response", PlacedOrder.class, """
						{"code_url":"weixin://wxpay/s/An4baqw"}"""), arguments("jsapi response", PlacedOrder.class, """
						{"prepay_id":"wx201410272009395522657a690389285100","new_field":{"a":[1,2]}}"""),
				arguments("mweb response", PlacedOrder.class, """
						{"mweb_url":"https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=1&package=2"}"""),
				arguments("order, paid", Order.class, """
						{"id":"4200000000002104083200000488","mchid":"1900000109","appid":"wx8888888888888888",
						"out_trade_no":"1217752501201407033233368018","trade_type":"MICROPAY","trade_state":"SUCCESS",
						"trade_state_desc":"Payment successful","bank_type":"CMC",
						"success_time":"2018-06-08T10:34:56+08:00","payer":{"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
						"amount":{"total":888,"currency":"HKD","payer_total":888,"payer_currency":"HKD",
						"exchange_rate":{"type":"SETTLEMENT_RATE","rate":80000000}},
						"promotion_detail":[{"promotion_id":"109519","name":"n","scope":"SINGLE","type":"DISCOUNT",
						"amount":5,"currency":"HKD","activity_id":"931386","wechatpay_contribute_amount":0,
						"merchant_contribute_amount":0,"other_contribute_amount":5,"goods_detail":[{"goods_id":"1",
						"goods_remark":"r","discount_amount":100,"quantity":1,"price":528800}]}]}"""),
				arguments("order, user paying", Order.class, """
						{"mchid":"1900000109","appid":"wx8888888888888888",
						"out_trade_no":"1217752501201407033233368018","trade_type":"MICROPAY",
						"trade_state":"USERPAYING","trade_state_desc":"User is paying"}"""),
				arguments("order, revoked, institution", Order.class, """
						{"sp_mchid":"1900000100","sp_appid":"wx8888888888888888","sub_mchid":"1900000109",
						"out_trade_no":"1217752501201407033233368018","trade_type":"MICROPAY","trade_state":"REVOKED",
						"trade_state_desc":"Order revoked","amount":{"total":888,"currency":"HKD"}}"""),
				arguments("order, of another year", Order.class, """
						{"out_trade_no":"T1","trade_state":"HIBERNATING","trade_type":"TELEPATHY","brand_new":[{"x":1}],
						"another":null}"""), arguments("refund request", RefundRequest.class, """
						{"mchid":"1900000109","appid":"wx8888888888888888",
						"transaction_id":"4200000000002104083200000488","out_refund_no":"R1217752501201407033233368018",
						"reason":"sold out","amount":{"refund":888,"total":888,"currency":"HKD"}}"""),
				arguments("refund created", Refund.class, """
						{"id":"50000000382019052709732678859","out_refund_no":"R1217752501201407033233368018",
						"create_time":"2018-06-08T10:34:56+08:00","amount":{"refund":888,"currency":"HKD",
						"payer_refund":888,"payer_currency":"HKD","exchange_rate":{"type":"SETTLEMENT_RATE",
						"rate":100000000}}}"""), arguments("refund queried", Refund.class, """
						{"id":"50000000382019052709732678859","out_refund_no":"R1217752501201407033233368018",
						"transaction_id":"4200000000002104083200000488","out_trade_no":"1217752501201407033233368018",
						"channel":"ORIGINAL","recv_account":"CMB credit card 0403",
						"fund_source":"REFUND_SOURCE_UNSETTLED_FUNDS","status":"SUCCESS",
						"success_time":"2018-06-08T10:34:56+08:00","create_time":"2018-06-08T10:34:56+08:00",
						"amount":{"refund":888,"currency":"HKD","payer_refund":888,"payer_currency":"HKD"}}"""),
				arguments("refunds of an order", RefundList.class, """
						{"id":"4200000000002104083200000488","mchid":"1900000109",
						"out_trade_no":"1217752501201407033233368018","amount":{"total":888,"currency":"HKD",
						"payer_total":888,"payer_currency":"HKD"},"total_num":1,"current_total_num":1,"data":[{
						"id":"50000000382019052709732678859","out_refund_no":"R1217752501201407033233368018",
						"channel":"ORIGINAL","status":"SUCCESS","create_time":"2018-06-08T10:34:56+08:00",
						"amount":{"refund":888,"currency":"HKD","payer_refund":888,"payer_currency":"HKD"}}]}"""));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("documented")
	void roundTrips(String name, Class<?> type, String documented) {
		Object value = this.json.readValue(documented, type);

		assertThat(this.json.readTree(this.json.writeValueAsString(value))).isEqualTo(this.json.readTree(documented));
	}

	@Test
	void stateThatIsNotKnownIsData() {
		Order order = order("{\"out_trade_no\":\"T1\",\"trade_state\":\"HIBERNATING\",\"brand_new\":7}");

		assertThat(order.tradeState()).isEqualTo(new TradeState("HIBERNATING"));
		assertThat(order.tradeState().isReversedOrClosed()).isFalse();
		assertThat(order.other()).containsEntry("brand_new", 7);
	}

	@Test
	void promotionsAreReadUnderBothNames() {
		Order order = order(ORDER_HEAD + "\"detail\":[{\"promotion_id\":\"1\",\"wxpay_contribute_amount\":3}]}");

		assertThat(order.promotionDetail()).singleElement()
			.satisfies((promotion) -> assertThat(promotion.wechatpayContributeAmount()).isEqualTo(3));
	}

	@Test
	void refundPromotionsAreReadAsObjectAndAsArrayUnderEachName() {
		for (String name : new String[] { "detail", "promotion_detail", "refund_detail" }) {
			for (String value : new String[] { "{\"promotion_id\":\"1\"}", "[{\"promotion_id\":\"1\"}]" }) {
				Refund refund = this.json.readValue("{\"out_refund_no\":\"R1\",\"" + name + "\":" + value + "}",
						Refund.class);

				assertThat(refund.promotionDetail()).as(name + value).hasSize(1);
			}
		}
	}

	@Test
	void closedRefundHasOneNameInEachSpelling() {
		assertThat(this.json.readValue("\"CLOSED\"", RefundStatus.class)).isEqualTo(RefundStatus.CLOSED);
		assertThat(this.json.readValue("\"REFUNDCLOSE\"", RefundStatus.class)).isEqualTo(RefundStatus.CLOSED);
	}

	@Test
	void payerCurrencyIsReadWithTheBlankOfTheDocumentation() {
		Order order = order(ORDER_HEAD + "\"amount\":{\"total\":1,\"payer _currency\":\"CNY\"}}");

		assertThat(order.amount()).isNotNull();
		assertThat(order.amount().payerCurrency()).isEqualTo(CurrencyCode.CNY);
	}

	@Test
	void timeThatIsNoDateDoesNotSpoilTheOrder() {
		assertThat(order(ORDER_HEAD + "\"success_time\":\"\"}").paidAt()).isNull();
		assertThat(order(ORDER_HEAD + "\"success_time\":\"2018-06-08T02:34:56.123Z\"}").paidAt())
			.isEqualTo("2018-06-08T02:34:56.123Z");
	}

	@Test
	void payersCodeIsNotPrinted() {
		MicropayRequest request = MicropayRequest.builder("T1", "120061098828009406", OrderAmount.hkd(1))
			.description("x")
			.merchantCategoryCode("1011")
			.build();

		assertThat(request.toString()).doesNotContain("120061098828009406").contains("T1");
	}

	private Order order(String text) {
		return this.json.readValue(text, Order.class);
	}

}
