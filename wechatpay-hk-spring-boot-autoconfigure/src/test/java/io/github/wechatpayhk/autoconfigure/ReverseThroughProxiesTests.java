package io.github.wechatpayhk.autoconfigure;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.certificate.Pem;
import io.github.wechatpayhk.simulator.certificate.SelfSignedCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real proxies on real sockets: one that tunnels, one that opens TLS.
 */
class ReverseThroughProxiesTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void goesThroughTheHttpProxy() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				TestProxy proxy = TestProxy.tunnelling(basic("me:secret"));
				ConfigurableApplicationContext context = start(simulator, "wechatpay.hk.http.proxy.host=127.0.0.1",
						"wechatpay.hk.http.proxy.port=" + proxy.port(), "wechatpay.hk.http.proxy.username=me",
						"wechatpay.hk.http.proxy.password=secret")) {
			assertReverses(context);

			assertThat(proxy.heads()).hasSize(1);
			assertThat(proxy.heads().get(0)).startsWith("CONNECT 127.0.0.1:" + simulator.baseUrl().getPort() + " ")
				.doesNotContainIgnoringCase("WECHATPAY2");
			assertThat(simulator.requests().all()).hasSize(1);
		}
	}

	@Test
	void sendsNothingWhenTheProxyRefuses() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				TestProxy proxy = TestProxy.tunnelling(basic("me:secret"));
				ConfigurableApplicationContext context = start(simulator, "wechatpay.hk.http.proxy.host=127.0.0.1",
						"wechatpay.hk.http.proxy.port=" + proxy.port(), "wechatpay.hk.http.proxy.username=me",
						"wechatpay.hk.http.proxy.password=wrong")) {
			assertNotSent(context);

			assertThat(proxy.heads()).isNotEmpty();
			assertThat(simulator.requests().all()).isEmpty();
		}
	}

	@Test
	void trustsTheInspectingProxyOfTheBundle() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				TestProxy proxy = TestProxy.inspecting(sslContext("localhost"), simulator.baseUrl());
				ConfigurableApplicationContext context = start(simulator,
						"wechatpay.hk.base-url=https://localhost:" + proxy.port() + "/hk/",
						"wechatpay.hk.http.ssl-bundle=inspecting",
						"spring.ssl.bundle.pem.inspecting.truststore.certificate=" + authority().toUri())) {
			assertReverses(context);
		}
	}

	@Test
	void distrustsTheInspectingProxyWithoutBundle() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				TestProxy proxy = TestProxy.inspecting(sslContext("localhost"), simulator.baseUrl());
				ConfigurableApplicationContext context = start(simulator,
						"wechatpay.hk.base-url=https://localhost:" + proxy.port() + "/hk/")) {
			assertNotSent(context);

			assertThat(simulator.requests().all()).isEmpty();
		}
	}

	@Test
	void verifiesTheNameOfTheInspectingProxy() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				TestProxy proxy = TestProxy.inspecting(sslContext("elsewhere"), simulator.baseUrl());
				ConfigurableApplicationContext context = start(simulator,
						"wechatpay.hk.base-url=https://localhost:" + proxy.port() + "/hk/",
						"wechatpay.hk.http.ssl-bundle=inspecting",
						"spring.ssl.bundle.pem.inspecting.truststore.certificate=" + authority().toUri())) {
			assertNotSent(context);

			assertThat(simulator.requests().all()).isEmpty();
		}
	}

	private ConfigurableApplicationContext start(WechatPayHkSimulator simulator, String... properties)
			throws Exception {
		return TestApplication.start(WebApplicationType.NONE, simulator, this.directory, properties);
	}

	private static void assertReverses(ConfigurableApplicationContext context) {
		StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(WechatPayHkSimulator.PAID_ORDER))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	private static void assertNotSent(ConfigurableApplicationContext context) {
		StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(WechatPayHkSimulator.PAID_ORDER))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(
					WechatPayHkTransportException.class, (ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT)))
			.verify(LONG_ENOUGH);
	}

	private Path authority() {
		return this.directory.resolve("authority.pem");
	}

	private SSLContext sslContext(String commonName) throws Exception {
		X509Certificate certificate = SelfSignedCertificate.create(commonName, BigInteger.valueOf(7),
				Keys.untrusted().pair(), Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600));
		Files.writeString(authority(), Pem.write(certificate));
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		keyStore.load(null, null);
		keyStore.setKeyEntry("proxy", Keys.untrusted().pair().getPrivate(), new char[0],
				new Certificate[] { certificate });
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keyManagers.init(keyStore, new char[0]);
		SSLContext sslContext = SSLContext.getInstance("TLS");
		sslContext.init(keyManagers.getKeyManagers(), null, null);
		return sslContext;
	}

}
