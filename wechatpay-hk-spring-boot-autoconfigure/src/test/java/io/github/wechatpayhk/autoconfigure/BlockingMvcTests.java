package io.github.wechatpayhk.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Objects;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code .block()} in an MVC application.
 */
class BlockingMvcTests {

	private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

	@TempDir
	private Path directory;

	@Test
	void blocksPlatformThreads() throws Exception {
		assertReversesOn("Thread", "spring.threads.virtual.enabled=false");
	}

	@Test
	void blocksVirtualThreads() throws Exception {
		boolean hasVirtualThreads = Runtime.version().feature() >= FIRST_JAVA_WITH_VIRTUAL_THREADS;
		if (!hasVirtualThreads) {
			System.err.println("SKIPPED: '.block()' on virtual threads needs Java 21 or later, this is Java "
					+ Runtime.version().feature());
		}
		Assumptions.assumeTrue(hasVirtualThreads, "This Java has no virtual threads");

		assertReversesOn("VirtualThread", "spring.threads.virtual.enabled=true");
	}

	private void assertReversesOn(String threadType, String property) throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				ConfigurableApplicationContext context = TestApplication.start(WebApplicationType.SERVLET, simulator,
						this.directory, Shop.class, property)) {
			HttpResponse<String> reversed = post(context, WechatPayHkSimulator.PAID_ORDER);
			HttpResponse<String> refused = post(context, "T404");

			assertThat(reversed.statusCode()).isEqualTo(200);
			assertThat(reversed.body()).isEqualTo("Reversed on " + threadType);
			assertThat(refused.statusCode()).isEqualTo(502);
			assertThat(refused.body()).isEqualTo("REJECTED");
			assertThat(simulator.requests().all()).hasSize(2);
		}
	}

	private static HttpResponse<String> post(ConfigurableApplicationContext context, String order) throws Exception {
		String port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders/" + order + "/reverse"))
			.POST(HttpRequest.BodyPublishers.noBody())
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@RestController
	static class Shop {

		private final ReverseOrderService service;

		Shop(ReverseOrderService service) {
			this.service = service;
		}

		@PostMapping("/orders/{outTradeNo}/reverse")
		String reverse(@PathVariable String outTradeNo) {
			this.service.reverse(outTradeNo).block();
			return "Reversed on " + kind(Thread.currentThread().getClass());
		}

		private static String kind(Class<?> type) {
			return type.getSimpleName().contains("Virtual") ? "VirtualThread" : "Thread";
		}

		@ExceptionHandler
		ResponseEntity<String> failed(WechatPayHkException ex) {
			return ResponseEntity.status(502).body(ex.outcome().name());
		}

	}

}
