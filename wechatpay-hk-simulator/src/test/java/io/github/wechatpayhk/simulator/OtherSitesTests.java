package io.github.wechatpayhk.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.wechatpayhk.simulator.junit.WechatPayHkSimulatorExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a page of another site, in a browser on this machine, can do to a simulator. The
 * requests are written by hand: an HTTP client would not send a foreign {@code Host}.
 */
class OtherSitesTests {

	@RegisterExtension
	static final WechatPayHkSimulatorExtension SIMULATOR = WechatPayHkSimulatorExtension
		.with(SimulatorBuilder::controlApi);

	private static final String STUB = "{\"request\":{\"urlPattern\":\".*\"},\"response\":{\"status\":204}}";

	@ParameterizedTest
	@CsvSource({ "POST, /__admin/mappings", "POST, //__admin/mappings", "POST, /%5F%5Fadmin/mappings",
			"POST, /x/../__admin/mappings", "POST, /__admin;x/mappings", "POST, /__admin/settings",
			"GET, /__admin/mappings", "GET, /__admin", "DELETE, /__admin/mappings", "POST, /__admin/mappings/reset",
			"PUT, /__admin/files/other-site.txt", "POST, /__admin/recordings/start", "POST, /__admin/shutdown" })
	void administrationOfTheServerIsNotThere(String method, String path, WechatPayHkSimulator simulator) {
		String response = send(simulator, method, path, "localhost", "", STUB);

		assertThat(response).matches("(?s)HTTP/1.1 4\\d\\d .*").doesNotContain("Access-Control-Allow");
		assertThat(simulator.wireMock().getStubMappings()).hasSize(1);
		assertThat(Files.exists(Path.of("src/test/resources/__files/other-site.txt"))).isFalse();
		assertThat(send(simulator, "GET", "/_simulator/clock", "localhost", "", "")).startsWith("HTTP/1.1 200 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/__admin/mappings", "/_simulator/orders", "/hk/v3/certificates" })
	void noBrowserIsAllowedToAskForMore(String path, WechatPayHkSimulator simulator) {
		String response = send(simulator, "OPTIONS", path, "localhost", """
				Origin: https://example.org
				Access-Control-Request-Method: POST
				Access-Control-Request-Headers: content-type
				""", "");

		assertThat(response).doesNotContain("Access-Control-Allow").doesNotStartWith("HTTP/1.1 2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "example.org", "localhost.example.org", "127.0.0.1.example.org", "192.168.1.2",
			"2130706433", "0.0.0.0", "[2001:db8::1]" })
	void anotherNameOfThisMachineControlsNothing(String host, WechatPayHkSimulator simulator) {
		assertRefused(simulator, host, "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LocalHost", "127.0.0.1", "127.1.2.3", "[::1]" })
	void namesAndAddressesOfTheLoopbackInterfaceControl(String host, WechatPayHkSimulator simulator) {
		assertControls(simulator, host, "");
	}

	@Test
	void theBoundAddressControls() {
		String name = "localhost.localdomain";
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().address("0.0.0.0").controlApi().start()) {
			assertControls(simulator, "192.168.1.2", "");
			assertRefused(simulator, name, "");
		}
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
			.address("localhost")
			.controlApi()
			.start()) {
			assertControls(simulator, "localhost", "");
			assertRefused(simulator, name, "");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.org", "null", "http://127.0.0.1:1", "http://localhost" })
	void pagesOfOtherOriginsControlNothing(String origin, WechatPayHkSimulator simulator) {
		assertRefused(simulator, "127.0.0.1", "Origin: " + origin + "\n");
	}

	@Test
	void aPageOfItsOwnOriginControls(WechatPayHkSimulator simulator) {
		int port = simulator.globalBaseUrl().getPort();
		assertControls(simulator, "127.0.0.1", "Origin: http://127.0.0.1:" + port + "\n");
	}

	@Test
	void aRequestWithoutANameControlsNothing(WechatPayHkSimulator simulator) {
		String response = exchange(simulator, "GET /_simulator/orders HTTP/1.0\r\n\r\n");

		assertThat(response).startsWith("HTTP/1.1 403 ");
	}

	private static void assertControls(WechatPayHkSimulator simulator, String host, String headers) {
		String response = send(simulator, "POST", "/_simulator/orders", host, headers, "{\"out_trade_no\":\"T1\"}");
		assertThat(response).startsWith("HTTP/1.1 201 ").doesNotContain("Access-Control-Allow");
		assertThat(simulator.orders().find("T1")).isNotNull();
	}

	private static void assertRefused(WechatPayHkSimulator simulator, String host, String headers) {
		String response = send(simulator, "POST", "/_simulator/orders", host, headers, "{\"out_trade_no\":\"T2\"}");
		assertThat(response).startsWith("HTTP/1.1 403 ").contains("nothing was done");
		assertThat(simulator.orders().find("T2")).isNull();
	}

	private static String send(WechatPayHkSimulator simulator, String method, String target, String host,
			String headers, String body) {
		String head = method + " " + target + " HTTP/1.1\nHost: " + host + ":" + simulator.globalBaseUrl().getPort()
				+ "\nConnection: close\n" + headers + "Content-Type: text/plain\nContent-Length: " + body.length()
				+ "\n\n";
		return exchange(simulator, head.replace("\n", "\r\n") + body);
	}

	private static String exchange(WechatPayHkSimulator simulator, String request) {
		try (Socket socket = new Socket("127.0.0.1", simulator.globalBaseUrl().getPort())) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
