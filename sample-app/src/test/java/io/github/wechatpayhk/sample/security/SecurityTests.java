package io.github.wechatpayhk.sample.security;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What pages of other sites can do to the till, as it runs in production: nothing.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "wechatpay.hk.durable-reversal.embedded.file=target/durable/${random.uuid}",
				"wechatpay.hk.durable-reversal.auto-start=false" })
@AutoConfigureWechatPayHkSimulator
@ActiveProfiles("live")
class SecurityTests {

	private static final String REVERSAL = "/orders/" + WechatPayHkSimulator.PAID_ORDER + "/reverse";

	@Autowired
	private WechatPayHkSimulator simulator;

	@LocalServerPort
	private int port;

	@Test
	void refusesAFormWithoutItsToken() {
		client().post().uri("/till").exchange().expectStatus().isForbidden();
		client().post().uri("/till/find").exchange().expectStatus().isForbidden();
		client().post().uri("/till/T1/reverse").exchange().expectStatus().isForbidden();
		client().post().uri("/books").exchange().expectStatus().isForbidden();
		client().post().uri("/till/qr").exchange().expectStatus().isForbidden();
		for (String action : new String[] { "code", "ask", "cancel", "settle", "refund", "refund/retry",
				"refund/settle" }) {
			client().post().uri("/qr/T1/" + action).exchange().expectStatus().isForbidden();
		}
	}

	@Test
	void takesAFormWithItsToken() {
		send("/till/find", "outTradeNo=" + WechatPayHkSimulator.PAID_ORDER).expectStatus().isSeeOther();
	}

	@Test
	void saysThatNoOrderCanBePlacedWithoutAnAddressForNotifications() {
		String page = send("/till/qr", "outTradeNo=T1&amount=8.88&description=Tea").expectStatus()
			.isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();

		assertThat(page).contains("This order cannot be placed. Nothing was sent.", "notifyUrl", "value=\"8.88\"");
		client().get().uri("/qr/T1").exchange().expectStatus().isNotFound();
	}

	private WebTestClient.ResponseSpec send(String path, String form) {
		EntityExchangeResult<String> page = client().get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult();
		String token = page.getResponseBody().replaceAll("(?s).*?name=\"_csrf\" value=\"([^\"]*)\".*", "$1");
		String cookie = page.getResponseCookies().getFirst("XSRF-TOKEN").getValue();
		return client().post()
			.uri(path)
			.cookie("XSRF-TOKEN", cookie)
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.bodyValue(form + "&_csrf=" + token)
			.exchange();
	}

	@Test
	void refusesTheApiToPagesOfOthers() {
		for (String header : new String[] { "Origin", "Sec-Fetch-Site" }) {
			client().post().uri(REVERSAL).header(header, "https://example.org").exchange().expectStatus().isForbidden();
		}
		assertThat(this.simulator.requests().all()).isEmpty();

		client().post().uri(REVERSAL).exchange().expectStatus().isNoContent();
	}

	@Test
	void responsesToItsOwnNamesOnly() {
		client().get().uri("/").header(HttpHeaders.HOST, "example.org").exchange().expectStatus().isBadRequest();
	}

	@Test
	void tellsBrowsersToBeStrict() {
		HttpHeaders headers = client().get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(Void.class)
			.getResponseHeaders();

		assertThat(headers.getFirst("Content-Security-Policy"))
			.contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
			.doesNotContain("unsafe");
		assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(headers.getFirst("X-Frame-Options")).isEqualTo("DENY");
		assertThat(headers.getFirst("Referrer-Policy")).isEqualTo("same-origin");
		assertThat(headers.getFirst("Set-Cookie")).contains("HttpOnly", "SameSite=Strict");
	}

	@Test
	void hasNothingToPractiseWhenLive() {
		String page = client().get().uri("/").exchange().expectBody(String.class).returnResult().getResponseBody();
		assertThat(page).contains("mode-live").doesNotContain("/practice").doesNotContain("mode-practice");

		EntityExchangeResult<byte[]> response = client().get()
			.uri("/practice/faults")
			.exchange()
			.expectBody()
			.returnResult();
		assertThat(response.getStatus()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	private WebTestClient client() {
		return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
	}

}
