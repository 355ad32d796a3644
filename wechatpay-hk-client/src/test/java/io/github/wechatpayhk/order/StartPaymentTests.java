package io.github.wechatpayhk.order;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.Order.Payer;
import io.github.wechatpayhk.order.Order.SceneInfo;
import io.github.wechatpayhk.order.PlaceOrderService.PlacedOrder;
import io.github.wechatpayhk.order.StartPaymentService.PreparedPayment;
import io.github.wechatpayhk.probe.Vectors;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the payer's device gets, against the golden vectors.
 */
class StartPaymentTests {

	private static final String APPID = "wx2421b1c4370ec43b";

	private static final String PREPAY_ID = "wx201410272009395522657a690389285100";

	private static final Instant NOW = Instant.ofEpochSecond(1554208460);

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final JsonMapper JSON = new JsonMapper();

	private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

	private final List<String> signed = new CopyOnWriteArrayList<>();

	private final List<PlaceOrderRequest> placed = new ArrayList<>();

	private WechatPayHkClient client(MerchantIds ids, Signer signer, UnaryOperator<ShopIds> apps) {
		InstantSource clock = this.now::get;
		ShopIds shopIds = apps.apply(ShopIds.of(ids));
		return WechatPayHkClient
			.builder(ids, new MerchantCredential(SerialNumber.of("444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4"), signer),
					PlatformKeys.certificates(List.of(Vectors.certificate("platform-cert.pem")), clock))
			.appid(shopIds.appid())
			.spAppid(shopIds.spAppid())
			.subAppid(shopIds.subAppid())
			.notifyUrl("https://shop.example.com/notify")
			.clock(clock)
			.nonces(() -> "593BEC0C930BF1AFEB40B4A08C8FB242")
			.build();
	}

	private StartPaymentService direct() {
		return direct(Signer.rsa(Vectors.privateKey("private.pem")));
	}

	private StartPaymentService direct(Signer signer) {
		return service(client(MerchantIds.direct("1900000109"), recorded(signer),
				(ids) -> ShopIds.direct("1900000109", APPID)));
	}

	private StartPaymentService service(WechatPayHkClient client) {
		return StartPaymentService.create(client, (request) -> Mono.fromSupplier(() -> {
			this.placed.add(request);
			return TradeType.MWEB.equals(request.tradeType())
					? new PlacedOrder(null, null, "https://wx.tenpay.com/pay?prepay_id=1&package=2", Map.of())
					: new PlacedOrder(null, PREPAY_ID, null, Map.of());
		}));
	}

	private Signer recorded(Signer signer) {
		return (message) -> {
			this.signed.add(new String(message, StandardCharsets.UTF_8));
			return signer.sign(message);
		};
	}

	private static PlaceOrderRequest order(TradeType type, @Nullable Payer payer) {
		return PlaceOrderRequest.builder(type, "T1", OrderAmount.hkd(888))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.payer(payer)
			.sceneInfo(new SceneInfo("203.0.113.7", null, null, null, new SceneInfo.Store(null, "Shop", "Kowloon")))
			.build();
	}

	private static PlaceOrderRequest jsapi() {
		return order(TradeType.JSAPI, Payer.ofOpenid("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"));
	}

	@Test
	void pageGetsTheVector() {
		StepVerifier.create(direct().prepare(jsapi()).flatMap(direct()::jsapi)).assertNext((parameters) -> {
			assertThat(JSON.writeValueAsString(parameters)).isEqualTo("{\"appId\":\"" + APPID
					+ "\",\"timeStamp\":\"1554208460\",\"nonceStr\":\"593BEC0C930BF1AFEB40B4A08C8FB242\","
					+ "\"package\":\"prepay_id=" + PREPAY_ID + "\",\"signType\":\"RSA\",\"paySign\":\""
					+ Vectors.text("invoke-jsapi-signature.txt") + "\"}");
			assertThat(parameters.toString()).doesNotContain(parameters.paySign().substring(0, 20));
		}).expectComplete().verify(LONG_ENOUGH);
		assertThat(this.signed).containsExactly(Vectors.text("invoke-jsapi-message.txt"));
	}

	@Test
	void miniProgramGetsTheSameWithoutTheApplication() {
		StepVerifier.create(direct().prepare(jsapi()).flatMap(direct()::miniProgram)).assertNext((parameters) -> {
			assertThat(JSON.writeValueAsString(parameters))
				.isEqualTo("{\"timeStamp\":\"1554208460\",\"nonceStr\":\"593BEC0C930BF1AFEB40B4A08C8FB242\","
						+ "\"package\":\"prepay_id=" + PREPAY_ID + "\",\"signType\":\"RSA\",\"paySign\":\""
						+ Vectors.text("invoke-jsapi-signature.txt") + "\"}");
			assertThat(parameters.toString()).doesNotContain(parameters.paySign().substring(0, 20));
		}).expectComplete().verify(LONG_ENOUGH);
		assertThat(this.signed).containsExactly(Vectors.text("invoke-jsapi-message.txt"));
	}

	@Test
	void appGetsTheVector() {
		StepVerifier.create(direct().prepare(order(TradeType.APP, null)).flatMap(direct()::app))
			.assertNext((parameters) -> {
				assertThat(JSON.writeValueAsString(parameters))
					.isEqualTo("{\"appid\":\"" + APPID + "\",\"partnerid\":\"1900000109\",\"prepayid\":\"" + PREPAY_ID
							+ "\",\"package\":\"Sign=WXPay\",\"noncestr\":\"593BEC0C930BF1AFEB40B4A08C8FB242\","
							+ "\"timestamp\":\"1554208460\",\"sign\":\"" + Vectors.text("invoke-app-signature.txt")
							+ "\"}");
				assertThat(parameters.toString()).doesNotContain(parameters.sign().substring(0, 20));
			})
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(this.signed).containsExactly(Vectors.text("invoke-app-message.txt"));
	}

	@Test
	void signerMayTakeItsTime() {
		Sinks.Empty<Void> open = Sinks.empty();
		Sinks.Empty<Void> asked = Sinks.empty();
		Signer key = Signer.rsa(Vectors.privateKey("private.pem"));
		StartPaymentService service = direct((message) -> {
			asked.tryEmitEmpty();
			return open.asMono().then(key.sign(message));
		});
		StepVerifier.create(service.prepare(jsapi()).flatMap(service::jsapi)).expectSubscription().then(() -> {
			asked.asMono().block(LONG_ENOUGH);
			open.tryEmitEmpty();
		})
			.assertNext((parameters) -> assertThat(parameters.paySign())
				.isEqualTo(Vectors.text("invoke-jsapi-signature.txt")))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void failureOfTheSignerStartsNothing() {
		StartPaymentService service = direct((message) -> Mono.error(new IllegalStateException("The vault is sealed")));
		StepVerifier.create(service.prepare(jsapi()).flatMap(service::jsapi))
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkRequestException.class, (ex) -> {
						assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT);
						assertThat(ex.reason()).isEqualTo(WechatPayHkRequestException.Reason.NOT_SIGNED);
						assertThat(ex).hasRootCauseMessage("The vault is sealed");
					}))
			.verify(LONG_ENOUGH);
	}

	enum InstitutionPayer {

		INSTITUTION(Payer.ofSpOpenid("o1"), "wxInstitution", "1900000100"),

		SUB_MERCHANT(Payer.ofSubOpenid("o2"), "wxSub", "1900000109"),

		NOBODY(null, "wxInstitution", "1900000100");

		private final @Nullable Payer payer;

		private final String appId;

		private final String mchid;

		InstitutionPayer(@Nullable Payer payer, String appId, String mchid) {
			this.payer = payer;
			this.appId = appId;
			this.mchid = mchid;
		}

	}

	@ParameterizedTest
	@EnumSource
	void institutionStartsInTheApplicationThatKnowsThePayer(InstitutionPayer payer) {
		StartPaymentService service = service(client(MerchantIds.institution("1900000100", "1900000109"),
				recorded(Signer.rsa(Vectors.privateKey("private.pem"))),
				(ids) -> ShopIds.institution("1900000100", "wxInstitution", "1900000109", "wxSub")));
		StepVerifier.create(service.prepare(order(TradeType.APP, payer.payer)).flatMap(service::app))
			.assertNext((parameters) -> {
				assertThat(parameters.appid()).isEqualTo(payer.appId);
				assertThat(parameters.partnerid()).isEqualTo(payer.mchid);
			})
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(this.signed).singleElement().satisfies((message) -> assertThat(message).startsWith(payer.appId));
	}

	@Test
	void expiredSessionIsPlacedAgainWithTheSameBody() {
		StartPaymentService service = direct();
		PreparedPayment payment = service.prepare(jsapi()).block(LONG_ENOUGH);
		assertThat(payment).isNotNull();

		this.now.set(NOW.plus(Duration.ofHours(2)).minusMillis(1));
		assertThat(service.jsapi(payment).block(LONG_ENOUGH)).isNotNull();
		assertThat(this.placed).hasSize(1);

		this.now.set(NOW.plus(Duration.ofHours(2)));
		assertThat(service.jsapi(payment).block(LONG_ENOUGH)).isNotNull();
		assertThat(this.placed).hasSize(2);
		assertThat(JSON.writeValueAsString(this.placed.get(1))).isEqualTo(JSON.writeValueAsString(this.placed.get(0)));
		assertThat(this.placed.get(0).notifyUrl()).isEqualTo("https://shop.example.com/notify");
	}

	@Test
	void expiredPageIsPlacedAgain() {
		StartPaymentService service = direct();
		PreparedPayment payment = service.prepare(order(TradeType.MWEB, null)).block(LONG_ENOUGH);
		assertThat(payment).isNotNull();

		this.now.set(NOW.plus(Duration.ofMinutes(5)).minusMillis(1));
		assertThat(service.renew(payment).block(LONG_ENOUGH)).isSameAs(payment);
		this.now.set(NOW.plus(Duration.ofMinutes(5)));
		assertThat(service.renew(payment).block(LONG_ENOUGH)).extracting(PreparedPayment::placedAt)
			.isEqualTo(this.now.get());
	}

	@Test
	void pageInABrowserLeadsBackToTheShop() {
		PlacedOrder order = new PlacedOrder(null, null, "https://wx.tenpay.com/pay?prepay_id=1&package=2", Map.of());

		assertThat(order.mwebUrl(URI.create("https://shop.example.com/paid?order=T1&a=%20b")))
			.isEqualTo("https://wx.tenpay.com/pay?prepay_id=1&package=2&redirect_url="
					+ "https%3A%2F%2Fshop.example.com%2Fpaid%3Forder%3DT1%26a%3D%2520b");
		assertThatExceptionOfType(WechatPayHkRequestException.class).isThrownBy(
				() -> new PlacedOrder("code", null, null, Map.of()).mwebUrl(URI.create("https://shop.example.com/")))
			.withMessageContaining("mweb_url");
	}

	@Test
	void orderIsNotStartedInAnotherWayThanItWasPlaced() {
		StartPaymentService service = direct();
		StepVerifier.create(service.prepare(jsapi()).flatMap(service::app)).verifyErrorSatisfies(this::refused);
		StepVerifier.create(service.prepare(order(TradeType.APP, null)).flatMap(service::jsapi))
			.verifyErrorSatisfies(this::refused);
		StepVerifier.create(service.prepare(order(TradeType.APP, null)).flatMap(service::miniProgram))
			.verifyErrorSatisfies(this::refused);
		assertThat(this.signed).isEmpty();
	}

	private void refused(Throwable error) {
		assertThat(error).isInstanceOf(WechatPayHkRequestException.class).hasMessageContaining("cannot be started");
	}

}
