package io.github.wechatpayhk.sample.till;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.sample.wire.WireJournal;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextPausedEvent;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pages say, and in which language.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "wechatpay.hk.quick-pay.first-query=50ms", "wechatpay.hk.quick-pay.earliest-reverse=50ms" })
class PagesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Autowired
	private WechatPayHkSimulator simulator;

	@Autowired
	private OrderBook orders;

	@Autowired
	private Changes changes;

	@Autowired
	private WireJournal wire;

	@Autowired
	private ApplicationContext context;

	@LocalServerPort
	private int port;

	@BeforeEach
	void reset() {
		this.simulator.reset();
	}

	@Test
	void takesAnOrderNumberWithCharactersThatAPathEncodes() {
		URI location = pay("X|*1", "00").expectStatus()
			.isAccepted()
			.returnResult(Void.class)
			.getResponseHeaders()
			.getLocation();

		assertThat(location).hasToString("/orders/X%7C%2A1");
		client().get()
			.uri(URI.create(url(location.toString())))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.outTradeNo")
			.isEqualTo("X|*1");
		assertThat(page("/till/X%7C*1", "en")).contains(">X|*1<", "href=\"/till/X%7C*1?language=zh-Hant\"");
	}

	@Test
	void saysWhyAPaymentFailedInTheLanguageOfThePage() {
		this.simulator.faults().inject(Fault.forbidden()).on(Operation.MICROPAY);
		pay("R1", "00").expectStatus().isAccepted();
		awaitEnd("R1");

		assertThat(reason(page("/till/R1", "en"))).contains("does not know: NO_AUTH.").doesNotContain("outcome");
		assertThat(reason(page("/till/R1", "zh-Hant"))).contains("本收銀台不明其原因：NO_AUTH。").doesNotContainPattern("outcome");
	}

	// What can be read without opening the technical details
	private static String reason(String page) {
		return page.replaceAll("(?s).*<div class=\"problem\">(.*?)<details.*", "$1");
	}

	@Test
	void abandonsThePaymentThatIsUnderWayWhenTheApplicationStops() {
		this.simulator.faults().inject(Fault.noResponse()).on(Operation.MICROPAY);
		pay("STOP1", "00").expectStatus().isAccepted();
		this.simulator.requests().await((request) -> request.route().operation() == Operation.MICROPAY, PATIENCE);
		this.context.publishEvent(new ContextPausedEvent(this.context));

		Flux.merge(this.wire.changes(), Flux.just("STOP1"))
			.filter((number) -> this.wire.of("STOP1")
				.stream()
				.anyMatch((exchange) -> "cancelled".equals(exchange.verdict())))
			.blockFirst(PATIENCE);
	}

	@ParameterizedTest
	@EnumSource
	void offersTheNextPaymentOnceNothingIsToBeWaitedFor(Stage stage) {
		String outTradeNo = "STAGE-" + stage;
		this.orders
			.putIfAbsent(TillOrder.opened(outTradeNo, "Tea", OrderAmount.hkd(888), Moment.of(Instant.now(), stage)));

		boolean isFinal = !stage.isUnderWay() || stage == Stage.SCHEDULED;
		assertThat(page("/till/" + outTradeNo, "en").contains("id=\"new\"")).isEqualTo(isFinal);
	}

	@Test
	void showsTimesWithDateAndTimeZone() {
		this.orders.putIfAbsent(TillOrder.opened("TIME", "Tea", OrderAmount.hkd(888),
				Moment.of(Instant.parse("2026-01-02T03:04:05Z"), Stage.PAID)));

		for (String path : new String[] { "/", "/till/TIME" }) {
			assertThat(page(path, "en"))
				.containsPattern("<time( class=\"number\")? datetime=\"2026-01-02T03:04:05Z\">"
						+ "2026-01-0[123] \\d\\d:\\d\\d:05 UTC[+-]\\d\\d:\\d\\d</time>")
				.doesNotContainPattern(">\\d\\d:\\d\\d:\\d\\d");
		}
	}

	@ParameterizedTest
	@CsvSource({ "en-GB, en", "fr, en", "zh-HK, zh-Hant", "zh-TW, zh-Hant", "zh-CN, zh-Hant", "zh, zh-Hant" })
	void speaksTheLanguageThatTheBrowserPrefers(String preferred, String spoken) {
		assertThat(page("/", preferred)).contains("<html lang=\"" + spoken + "\">");
	}

	@Test
	void keepsTheLanguageThatWasChosen() {
		EntityExchangeResult<String> chosen = client().get()
			.uri("/queue?language=en")
			.header(HttpHeaders.ACCEPT_LANGUAGE, "zh-HK")
			.exchange()
			.expectBody(String.class)
			.returnResult();
		ResponseCookie cookie = chosen.getResponseCookies().getFirst("language");
		assertThat(chosen.getResponseBody()).contains("<html lang=\"en\">", "href=\"/queue?language=zh-Hant\"");
		assertThat(cookie.getValue()).isEqualTo("en");
		assertThat(cookie.isHttpOnly()).isTrue();
		assertThat(cookie.getSameSite()).isEqualTo("Strict");

		assertThat(page("/", "zh-HK", "en")).contains("<html lang=\"en\">");
		assertThat(page("/?language=zh-Hant", "en", "en")).contains("<html lang=\"zh-Hant\">");
		assertThat(page("/?language=fr", "zh-HK", "nonsense")).contains("<html lang=\"zh-Hant\">");
	}

	@Test
	void saysPlainlyThatThereIsNoSuchPage() {
		assertThat(missing("/nothing/here", "en")).contains("There is no such page").doesNotContain("order at this");
		assertThat(missing("/nothing/here", "zh-HK")).contains("找不到此頁面");
		assertThat(missing("/till/NOSUCHORDER", "en")).contains("No such order at this till");
	}

	private String missing(String path, String language) {
		return client().get()
			.uri(path)
			.accept(MediaType.TEXT_HTML)
			.header(HttpHeaders.ACCEPT_LANGUAGE, language)
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
	}

	private WebTestClient.ResponseSpec pay(String outTradeNo, String payer) {
		return client().post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("outTradeNo", outTradeNo, "total", 888, "description", "Tea", "merchantCategoryCode",
					"5411", "authCode", "1300000000000000" + payer))
			.exchange();
	}

	private void awaitEnd(String outTradeNo) {
		Flux.merge(this.changes.all(), Flux.just(outTradeNo))
			.filter((number) -> !this.orders.find(outTradeNo).stage().isUnderWay())
			.blockFirst(PATIENCE);
	}

	private String page(String path, String language) {
		return page(path, language, "");
	}

	private String page(String path, String language, String chosen) {
		return client().get()
			.uri(URI.create(url(path)))
			.header(HttpHeaders.ACCEPT_LANGUAGE, language)
			.cookie("language", chosen)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
	}

	private String url(String path) {
		return "http://127.0.0.1:" + this.port + path;
	}

	private WebTestClient client() {
		return WebTestClient.bindToServer().baseUrl(url("")).responseTimeout(PATIENCE).build();
	}

}
