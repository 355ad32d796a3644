package io.github.wechatpayhk.simulator;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;

import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import io.github.wechatpayhk.simulator.signature.RsaPadding;
import io.github.wechatpayhk.simulator.submerchant.SimulatedSubMerchant;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation in both generations and both modes, right and wrong.
 */
class OperationsTests {

	private WechatPayHkSimulator simulator;

	private DirectCaller caller;

	@BeforeEach
	void start() {
		this.simulator = simulator(Duration.ofMinutes(1));
		this.caller = new DirectCaller(this.simulator);
	}

	private static WechatPayHkSimulator simulator(Duration refundSpacing) {
		return WechatPayHkSimulator.builder()
			.clock(SimulatedClock.standing(Instant.parse("2026-01-01T00:00:00Z")))
			.seed(42)
			.merchant(TestKeys.merchant())
			.platform(TestKeys::platform)
			.refundRules((rules) -> rules.withSpacing(refundSpacing))
			.startInMemory();
	}

	@ParameterizedTest
	@CsvSource({ "/hk/v3, 1900000109", "/hk/v3, 1900000100", "/v3/global, 1900000109", "/v3/global, 1900000100" })
	void carriesOutEveryOperation(String prefix, String signer) {
		this.caller = new DirectCaller(this.simulator, signer);
		String quickPay = prefix.equals("/hk/v3") ? prefix + "/transactions/micropay"
				: prefix + "/micropay/transactions/pay";
		String reverse = prefix.equals("/hk/v3") ? prefix : prefix + "/micropay";
		String url = ",\"notify_url\":\"https://shop.example.com/notify\"";

		RawResponse nativeOrder = this.caller.post(prefix + "/transactions/native",
				this.caller.order("N1", "NATIVE", url));
		RawResponse jsapi = this.caller.post(prefix + "/transactions/jsapi",
				this.caller.order("J1", "JSAPI", url + ",\"payer\":{\"openid\":\"o1\"}"));
		RawResponse app = this.caller.post(prefix + "/transactions/app", this.caller.order("A1", "APP", url));
		RawResponse mweb = this.caller.post(prefix + "/transactions/mweb",
				this.caller.order("M1", "MWEB", url + ",\"scene_info\":{\"payer_client_ip\":\"1.2.3.4\"}"));
		RawResponse paid = this.caller.post(quickPay, this.caller.micropay("Q1", "120061098828009406"));
		RawResponse second = this.caller.post(quickPay, this.caller.micropay("Q2", "120061098828009407"));
		String id = DirectCaller.json(paid).get("id").stringValue();
		RawResponse byNumber = this.caller.get(prefix + "/transactions/out-trade-no/Q1?" + this.caller.query());
		RawResponse byId = this.caller.get(prefix + "/transactions/id/" + id + "?" + this.caller.query());
		RawResponse closed = this.caller.post(prefix + "/transactions/out-trade-no/N1/close",
				"{" + this.caller.ids() + "}");
		RawResponse reversed = this.caller.post(reverse + "/transactions/out-trade-no/Q1/reverse",
				"{" + this.caller.ids() + "}");
		RawResponse refund = this.caller.post(prefix + "/refunds", this.caller.refund("Q2", "R1", 100));
		String refundId = DirectCaller.json(refund).get("id").stringValue();
		RawResponse refundByNumber = this.caller.get(prefix + "/refunds/out-refund-no/R1?" + this.caller.query());
		RawResponse refundById = this.caller.get(prefix + "/refunds/id/" + refundId + "?" + this.caller.query());
		RawResponse refunds = this.caller
			.get(prefix + "/refunds?out_trade_no=Q2&offset=0&count=10&" + this.caller.query());
		RawResponse certificates = this.caller.get(prefix + "/certificates");

		assertThat(nativeOrder.bodyText()).contains("code_url", "weixin://");
		assertThat(jsapi.bodyText()).contains("prepay_id");
		assertThat(app.bodyText()).contains("prepay_id");
		assertThat(mweb.bodyText()).contains("mweb_url");
		assertThat(paid.status()).isEqualTo(200);
		assertThat(second.status()).isEqualTo(200);
		assertThat(byNumber.bodyText()).isEqualTo(byId.bodyText()).contains("\"trade_state\":\"SUCCESS\"");
		assertThat(byNumber.bodyText()).contains(signer.equals("1900000109") ? "\"mchid\"" : "\"sp_mchid\"");
		assertThat(byNumber.bodyText()).doesNotContain(signer.equals("1900000109") ? "\"sp_mchid\"" : "\"mchid\"");
		assertThat(closed.status()).isEqualTo(204);
		assertThat(reversed.status()).isEqualTo(204);
		assertThat(refundByNumber.bodyText()).isEqualTo(refundById.bodyText()).contains("\"status\":\"PROCESSING\"");
		assertThat(refunds.bodyText()).contains("\"total_num\":1", refundId);
		assertThat(certificates.bodyText()).contains("encrypt_certificate");
		for (RawResponse response : new RawResponse[] { nativeOrder, paid, byId, closed, reversed, refund, refunds }) {
			assertThat(DirectCaller.isSigned(response, this.simulator.platform().publicKey())).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "06, 200, '', SUCCESS, SUCCESS, SUCCESS", "83, 202, '', USERPAYING, SUCCESS, SUCCESS",
			"90, 202, '', USERPAYING, SUCCESS, SUCCESS", "91, 202, '', USERPAYING, USERPAYING, REVOKED",
			"92, 202, '', USERPAYING, PAYERROR, REVOKED", "93, 403, NOT_ENOUGH, NOTPAY, NOTPAY, REVOKED",
			"94, 403, RULE_LIMIT, NOTPAY, NOTPAY, REVOKED", "95, 500, BANK_ERROR, PAYERROR, PAYERROR, REVOKED",
			"96, 500, SYSTEM_ERROR, USERPAYING, SUCCESS, SUCCESS", "98, 403, TRADE_ERROR, NOTPAY, NOTPAY, REVOKED",
			"99, 202, '', USERPAYING, USERPAYING, SUCCESS" })
	void payersBehaveByTheLastDigitsOfTheirCode(String digits, int status, String code, TradeState first,
			TradeState afterTenSeconds, TradeState afterAMinute) {
		RawResponse response = this.caller.post("/hk/v3/transactions/micropay",
				this.caller.micropay("Q1", "1200610988280094" + digits));

		assertThat(response.status()).isEqualTo(status);
		assertThat(DirectCaller.code(response)).isEqualTo(code);
		assertThat(this.simulator.orders().state("Q1")).isEqualTo(first);
		this.simulator.advance(Duration.ofSeconds(10));
		assertThat(this.simulator.orders().state("Q1")).isEqualTo(afterTenSeconds);
		this.simulator.advance(Duration.ofSeconds(50));
		assertThat(this.simulator.orders().state("Q1")).isEqualTo(afterAMinute);
	}

	@Test
	void anExpiredCodeLeavesNoOrder() {
		RawResponse response = this.caller.post("/hk/v3/transactions/micropay",
				this.caller.micropay("Q1", "120061098828009497"));

		assertThat(DirectCaller.code(response)).isEqualTo("AUTH_CODE_INVALID");
		assertThat(this.simulator.orders().find("Q1")).isNull();
	}

	@Test
	void numbersAndCodesAreUsedOnce() {
		this.caller.post("/hk/v3/transactions/micropay", this.caller.micropay("Q1", "120061098828009406"));

		RawResponse sameNumber = this.caller.post("/hk/v3/transactions/micropay",
				this.caller.micropay("Q1", "120061098828009407"));
		RawResponse sameCode = this.caller.post("/hk/v3/transactions/micropay",
				this.caller.micropay("Q2", "120061098828009406"));

		assertThat(DirectCaller.code(sameNumber)).isEqualTo("OUT_TRADE_NO_USED");
		assertThat(DirectCaller.code(sameCode)).isEqualTo("AUTH_CODE_INVALID");
	}

	@Test
	void reversesForSevenDays() {
		String target = "/hk/v3/transactions/out-trade-no/" + WechatPayHkSimulator.PAID_ORDER + "/reverse";
		this.simulator.advance(Duration.ofDays(7));
		RawResponse inTime = this.caller.post(target, "{" + this.caller.ids() + "}");
		this.simulator.reset();
		this.simulator.advance(Duration.ofDays(7).plusSeconds(1));
		RawResponse late = this.caller.post(target, "{" + this.caller.ids() + "}");

		assertThat(inTime.status()).isEqualTo(204);
		assertThat(DirectCaller.code(late)).isEqualTo("REVERSE_EXPIRE");
		assertThat(this.simulator.orders().get(WechatPayHkSimulator.PAID_ORDER).held()).isEqualTo(888);
	}

	@Test
	void refundsAreCheckedAndSettled() {
		String no = WechatPayHkSimulator.PAID_ORDER;
		RawResponse first = this.caller.post("/hk/v3/refunds", this.caller.refund(no, "R1", 800));
		RawResponse repeated = this.caller.post("/hk/v3/refunds", this.caller.refund(no, "R1", 800));
		RawResponse changed = this.caller.post("/hk/v3/refunds", this.caller.refund(no, "R1", 700));
		RawResponse tooMuch = this.caller.post("/hk/v3/refunds", this.caller.refund(no, "R2", 100));
		RawResponse tooSoon = this.caller.post("/hk/v3/refunds", this.caller.refund(no, "R3", 10));
		this.simulator.advance(Duration.ofMinutes(1));
		RawResponse later = this.caller.post("/hk/v3/refunds", this.caller.refund(no, "R3", 10));
		RawResponse reverse = this.caller.post("/hk/v3/transactions/out-trade-no/" + no + "/reverse",
				"{" + this.caller.ids() + "}");
		RawResponse unknown = this.caller.get("/hk/v3/refunds/out-refund-no/NONE?" + this.caller.query());
		this.simulator.finishRefund("R3", SimulatedRefundStatus.REFUNDCLOSE);

		assertThat(first.status()).isEqualTo(200);
		assertThat(repeated.bodyText()).isEqualTo(first.bodyText());
		assertThat(changed.status()).isEqualTo(400);
		assertThat(tooMuch.status()).isEqualTo(400);
		assertThat(tooSoon.status()).isEqualTo(429);
		assertThat(later.status()).isEqualTo(200);
		assertThat(reverse.status()).isEqualTo(400);
		assertThat(DirectCaller.code(unknown)).isEqualTo("RESOURCE_NOT_EXISTS");
		assertThat(this.simulator.refunds().find("R1")).satisfies((refund) -> {
			assertThat(refund).isNotNull();
			assertThat(refund.status()).isEqualTo(SimulatedRefundStatus.SUCCESS);
		});
		assertThat(this.simulator.orders().state(no)).isEqualTo(TradeState.REFUND);
		assertThat(this.simulator.orders().get(no).held()).isEqualTo(88);
	}

	@Test
	void ordersAreRepeatedPaidAndClosed() {
		String url = ",\"notify_url\":\"https://shop.example.com/notify\"";
		RawResponse first = this.caller.post("/hk/v3/transactions/native", this.caller.order("N1", "NATIVE", url));
		RawResponse repeated = this.caller.post("/hk/v3/transactions/native", this.caller.order("N1", "NATIVE", url));
		RawResponse changed = this.caller.post("/hk/v3/transactions/native",
				this.caller.order("N1", "NATIVE", url + ",\"attach\":\"x\""));
		RawResponse reversed = this.caller.post("/hk/v3/transactions/out-trade-no/N1/reverse",
				"{" + this.caller.ids() + "}");
		this.caller.post("/hk/v3/transactions/out-trade-no/N1/close", "{" + this.caller.ids() + "}");
		RawResponse afterClose = this.caller.post("/hk/v3/transactions/native", this.caller.order("N1", "NATIVE", url));

		assertThat(repeated.bodyText()).isEqualTo(first.bodyText());
		assertThat(DirectCaller.code(changed)).isEqualTo("INVALID_REQUEST");
		assertThat(reversed.status()).isEqualTo(400);
		assertThat(DirectCaller.code(afterClose)).isEqualTo("ORDER_CLOSED");
	}

	@Test
	void unpaidOrdersCloseWhenTheyExpire() {
		this.caller.post("/hk/v3/transactions/native", this.caller.order("N1", "NATIVE",
				",\"notify_url\":\"https://shop.example.com/notify\",\"time_expire\":\"2026-01-01T08:05:00+08:00\""));

		this.simulator.advance(Duration.ofMinutes(5));

		assertThat(this.simulator.orders().state("N1")).isEqualTo(TradeState.CLOSED);
		assertThat(this.simulator.pay("N1").state()).isEqualTo(TradeState.CLOSED);
	}

	@ParameterizedTest
	@CsvSource({ "/hk/v3, 1900000109, false", "/v3/global, 1900000100, true" })
	void settlesEachDayInEachCurrency(String prefix, String signer, boolean hasSplit) {
		this.caller = new DirectCaller(this.simulator, signer);
		this.caller.post("/hk/v3/refunds", this.caller.refund(WechatPayHkSimulator.PAID_ORDER, "R1", 100));
		String list = prefix + "/settle/settlements?offset=0&limit=10&settle_state=";

		RawResponse unsettled = this.caller.get(list + "UNSETTLE");
		RawResponse notYet = this.caller.get(list + "SETTLED");
		this.simulator.advance(Duration.ofHours(25));
		RawResponse settled = this.caller.get(list + "SETTLED");
		RawResponse otherDays = this.caller.get(list + "SETTLED&settle_start_date=20260103");

		assertThat(unsettled.bodyText()).contains("\"total_count\":1", "\"unsettle\":782", "\"batch_id\":\"\"");
		assertThat(notYet.bodyText()).contains("\"total_count\":0");
		assertThat(settled.bodyText()).contains("\"settlement_date\":\"20260102\"", "\"settled\":782", "\"pay\":888",
				"\"refund\":100", "\"net\":788", "\"fee\":6");
		assertThat(settled.bodyText().contains("split_amount")).isEqualTo(hasSplit);
		assertThat(otherDays.bodyText()).contains("\"total_count\":0");
		assertThat(DirectCaller.isSigned(settled, this.simulator.platform().publicKey())).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "settle_state=OTHER&offset=0&limit=1, 400, PARAM_ERROR",
			"settle_state=SETTLED&limit=1, 400, PARAM_ERROR", "settle_state=SETTLED&offset=0&limit=0, 400, PARAM_ERROR",
			"settle_state=SETTLED&offset=0&limit=1&settle_end_date=2026-1-1, 400, PARAM_ERROR",
			"settle_state=SETTLED&offset=0&limit=1&sub_mchid=1900000555, 400, MCH_NOT_EXISTS",
			"settle_state=SETTLED&offset=0&limit=1&sub_mchid=1900000109, 403, NO_AUTH" })
	void refusesOtherSettlements(String query, int status, String code) {
		RawResponse response = this.caller.get("/hk/v3/settle/settlements?" + query);

		assertThat(response.status()).isEqualTo(status);
		assertThat(DirectCaller.code(response)).isEqualTo(code);
	}

	@ParameterizedTest
	@EnumSource
	void decryptsContactsOfSubMerchants(RsaPadding padding) {
		this.caller = new DirectCaller(this.simulator, "1900000100");
		String body = subMerchant(padding, this.simulator.platform().publicKey(), "");

		RawResponse added = add(body, "K1", this.simulator.platform().publicKeyId());
		RawResponse repeated = add(body, "K1", this.simulator.platform().publicKeyId());
		RawResponse changed = add(body.replace("Image", "Other"), "K1", this.simulator.platform().publicKeyId());
		String number = DirectCaller.json(added).get("sub_mchid").stringValue();
		RawResponse queried = this.caller.get("/hk/v3/merchants/" + number + "?sp_mchid=1900000100&sp_appid=wx1");

		assertThat(repeated.bodyText()).isEqualTo(added.bodyText()).contains("\"Under Review\"");
		assertThat(DirectCaller.code(changed)).isEqualTo("INVALID_REQUEST");
		assertThat(this.simulator.subMerchants().all()).singleElement()
			.satisfies((stored) -> assertThat(stored.contact()).isEqualTo(new SimulatedSubMerchant.Contact("Chan",
					"+85291234567", "chan@shop.example.com", padding, this.simulator.platform().publicKeyId())));
		assertThat(RsaPadding.OAEP.decrypt(this.simulator.merchant().privateKey(),
				DirectCaller.json(queried).at("/contact/phone").stringValue()))
			.isEqualTo("+85291234567");
	}

	@Test
	void refusesContactsThatItCannotDecrypt() {
		this.caller = new DirectCaller(this.simulator, "1900000100");
		String body = subMerchant(RsaPadding.OAEP, this.simulator.platform().publicKey(), "");
		String plain = body.replaceAll("\"phone\":\"[^\"]*\"", "\"phone\":\"+85291234567\"");

		RawResponse noKey = add(body, "K1", null);
		RawResponse unknownKey = add(body, "K1", "PUB_KEY_ID_9");
		RawResponse otherKey = add(body, "K1", this.simulator.platform().serialNumber());
		RawResponse notEncrypted = add(plain, "K1", this.simulator.platform().publicKeyId());
		RawResponse longKey = add(body, "K".repeat(65), this.simulator.platform().publicKeyId());

		assertThat(noKey.bodyText()).contains("PARAM_ERROR", "Wechatpay-Serial");
		assertThat(unknownKey.bodyText()).contains("PARAM_ERROR", "Wechatpay-Serial");
		assertThat(otherKey.bodyText()).contains("PARAM_ERROR", "/contact/name");
		assertThat(notEncrypted.bodyText()).contains("PARAM_ERROR", "/contact/phone");
		assertThat(longKey.bodyText()).contains("PARAM_ERROR", "Idempotency-Key");
		assertThat(this.simulator.subMerchants().all()).isEmpty();
	}

	@Test
	void subMerchantsAreThoseOfAnInstitution() {
		String body = subMerchant(RsaPadding.OAEP, this.simulator.platform().publicKey(), "");
		RawResponse direct = add(body, "K1", this.simulator.platform().publicKeyId());
		this.caller = new DirectCaller(this.simulator, "1900000100");
		String number = DirectCaller.json(add(body, "K1", this.simulator.platform().publicKeyId()))
			.get("sub_mchid")
			.stringValue();
		String ids = ",\"sub_mchid\":\"" + number + "\"";
		String modified = subMerchant(RsaPadding.OAEP, this.simulator.platform().publicKey(), ids).replace("ENTERPRISE",
				"INDIVIDUAL");

		RawResponse put = send("PUT", "/hk/v3/merchants", modified, null, this.simulator.platform().publicKeyId());
		RawResponse patch = send("PATCH", "/v3/global/merchants/" + number, modified, null,
				this.simulator.platform().publicKeyId());
		RawResponse other = send("PATCH", "/v3/global/merchants/1900009999", modified, null,
				this.simulator.platform().publicKeyId());
		RawResponse unknown = this.caller.get("/hk/v3/merchants/1900009999?sp_mchid=1900000100&sp_appid=wx1");

		assertThat(DirectCaller.code(direct)).isEqualTo("NO_AUTH");
		assertThat(put.status()).isEqualTo(200);
		assertThat(patch.status()).isEqualTo(200);
		assertThat(this.simulator.subMerchants().find(number))
			.satisfies((stored) -> assertThat(stored.details()).containsEntry("merchant_type", "INDIVIDUAL"));
		assertThat(other.bodyText()).contains("PARAM_ERROR", "/sub_mchid");
		assertThat(DirectCaller.code(unknown)).isEqualTo("RESOURCE_NOT_EXISTS");
		this.simulator.reset();
		assertThat(this.simulator.subMerchants().all()).isEmpty();
	}

	private RawResponse add(String body, String idempotencyKey, @Nullable String serialNumber) {
		return send("POST", "/hk/v3/merchants", body, idempotencyKey, serialNumber);
	}

	private RawResponse send(String method, String target, String body, @Nullable String idempotencyKey,
			@Nullable String serialNumber) {
		RawRequest request = this.caller.request(method, target, body);
		RawHeaders headers = request.headers();
		headers = (idempotencyKey != null) ? headers.with("Idempotency-Key", idempotencyKey) : headers;
		headers = (serialNumber != null) ? headers.with("Wechatpay-Serial", serialNumber) : headers;
		return this.simulator.gateway().handle(new RawRequest(method, target, headers, request.body()));
	}

	private static String subMerchant(RsaPadding padding, PublicKey key, String more) {
		return "{\"sp_mchid\":\"1900000100\",\"sp_appid\":\"wx1\",\"name\":\"Image Store\",\"shortname\":\"Image\","
				+ "\"office_phone\":\"1\",\"contact\":{\"name\":\"" + padding.encrypt(key, "Chan") + "\",\"phone\":\""
				+ padding.encrypt(key, "+85291234567") + "\",\"email\":\""
				+ padding.encrypt(key, "chan@shop.example.com") + "\"},\"business_category\":644,"
				+ "\"merchant_country_code\":\"344\",\"merchant_type\":\"ENTERPRISE\","
				+ "\"business\":{\"business_type\":\"BOTH\"}" + more + "}";
	}

}
