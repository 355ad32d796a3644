package io.github.wechatpayhk.sample.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of another site, in a real browser, against the port of a simulator that is
 * controlled over HTTP.
 */
@ExtendWith(BrowserExtension.class)
class OtherSiteTests {

	private static final List<String> ATTACKS = List.of("POST /__admin/mappings {\"response\":{\"status\":204}}",
			"POST /__admin/mappings {\"response\":{\"proxyBaseUrl\":\"http://127.0.0.1:22\"}}",
			"POST /__admin/mappings/reset ", "POST /_simulator/orders {\"out_trade_no\":\"T1\"}",
			"POST /_simulator/reset ", "POST /__admin/shutdown ");

	private static final String FETCH = """
			const [method, url, body, mode] = arguments;
			return fetch(url, { method, body: body || undefined, mode })
				.then(async (response) => response.type + " " + response.status + " " + await response.text())
				.catch(() => "failed");""";

	private final Path file = Path.of("src/test/resources/__files/other-site.txt");

	private WechatPayHkSimulator simulator;

	private HttpServer site;

	private Browser browser;

	@BeforeEach
	void start(Browser browser) throws IOException {
		this.browser = browser;
		this.simulator = WechatPayHkSimulator.builder().controlApi().start();
		this.site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.site.createContext("/", (exchange) -> {
			byte[] page = "<!DOCTYPE html><title>Another site</title>".getBytes(StandardCharsets.US_ASCII);
			exchange.getResponseHeaders().add("Content-Type", "text/html");
			exchange.sendResponseHeaders(200, page.length);
			exchange.getResponseBody().write(page);
			exchange.close();
		});
		this.site.start();
	}

	@AfterEach
	void stop() {
		this.site.stop(0);
		this.simulator.close();
	}

	@Test
	void scriptsOfAnotherOriginReadAndChangeNothing() {
		openOtherSite();
		for (String attack : ATTACKS) {
			for (String mode : new String[] { "cors", "no-cors" }) {
				assertThat(fetch(attack, mode)).as(attack).isIn("failed", "opaque 0 ");
			}
		}
		assertThat(fetch("PUT /__admin/files/other-site.txt text", "cors")).isEqualTo("failed");
		assertThat(fetch("DELETE /_simulator/faults ", "cors")).isEqualTo("failed");
		assertThat(fetch("GET /_simulator/orders ", "cors")).isEqualTo("failed");
		assertThat(fetch("GET /__admin/mappings ", "cors")).isEqualTo("failed");
		assertNothingChanged();
	}

	@Test
	void formsOfAnotherOriginChangeNothing() {
		for (String attack : ATTACKS) {
			openOtherSite();
			String[] parts = attack.split(" ", 3);
			this.browser.run("""
					const form = document.createElement("form");
					form.method = "POST";
					form.enctype = "text/plain";
					form.action = arguments[0];
					const field = form.appendChild(document.createElement("input"));
					field.name = arguments[1].replace(/}$/, ',"x":"');
					field.value = '"}';
					document.documentElement.appendChild(form);
					form.submit();""", root("127.0.0.1") + parts[1], parts[2]);
			this.browser.awaitUrl(root("127.0.0.1") + parts[1]);
		}
		assertNothingChanged();
	}

	@Test
	void aNameOfAnotherSiteThatLeadsHereChangesNothing() {
		this.browser.open(root(Browser.REBOUND) + "/_simulator/orders");
		assertThat(this.browser.source()).contains("nothing was done").doesNotContain(WechatPayHkSimulator.PAID_ORDER);
		for (String attack : ATTACKS) {
			String[] parts = attack.split(" ", 3);
			assertThat(this.browser.run(FETCH, parts[0], parts[1], parts[2], "same-origin").toString()).as(attack)
				.startsWith("basic 4");
		}
		assertNothingChanged();
	}

	private void openOtherSite() {
		this.browser.open("http://localhost:" + this.site.getAddress().getPort() + "/");
	}

	private String fetch(String attack, String mode) {
		String[] parts = attack.split(" ", 3);
		return this.browser.run(FETCH, parts[0], root("127.0.0.1") + parts[1], parts[2], mode).toString();
	}

	private String root(String host) {
		return "http://" + host + ":" + this.simulator.globalBaseUrl().getPort();
	}

	private void assertNothingChanged() {
		assertThat(this.simulator.wireMock().isRunning()).isTrue();
		assertThat(this.simulator.wireMock().getStubMappings()).hasSize(1);
		assertThat(this.simulator.orders().all()).hasSize(1);
		assertThat(Files.exists(this.file)).isFalse();
		assertThat(this.simulator.requests().all()).isNotEmpty();
	}

}
