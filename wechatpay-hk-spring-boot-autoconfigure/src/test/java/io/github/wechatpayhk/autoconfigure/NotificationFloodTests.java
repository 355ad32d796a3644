package io.github.wechatpayhk.autoconfigure;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.github.wechatpayhk.autoconfigure.NotificationShop.Held;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten thousand forged notifications with serial numbers that do not exist.
 */
class NotificationFloodTests {

	private static final int ROUNDS = 100;

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void causesOneDownload(WebApplicationType type) {
		try (CapturedLog log = CapturedLog.at(Level.ERROR);
				NotificationShop shop = new NotificationShop(type, PlatformMode.CERTIFICATES,
						(simulator) -> Stream.empty(), NotificationShop.Listening.class)) {
			Held payment = shop.pay("N1");
			assertThat(shop.deliver(payment)).isEqualTo(204);
			int before = shop.simulator().requests().of(Operation.CERTIFICATES).size();
			shop.simulator().advance(RefreshSettings.defaults().minInterval());
			Held latest = shop.pay("N2");
			for (int round = 0; round < ROUNDS; round++) {
				assertThat(deliver(shop, latest, "ABCDEF%02d".formatted(round))).containsOnly(401);
			}
			assertThat(shop.simulator().requests().of(Operation.CERTIFICATES)).hasSize(before + 1);
			assertThat(shop.deliver(latest)).isEqualTo(204);
			assertThat(shop.received().of("N2")).hasSize(1);
			assertThat(log.events()).isEmpty();
		}
	}

	private static List<Integer> deliver(NotificationShop shop, Held notification, String serialNumber) {
		RawHeaders forged = notification.with("Wechatpay-Serial", serialNumber);
		List<CompletableFuture<HttpResponse<String>>> responses = IntStream.range(0, 100)
			.mapToObj((number) -> shop.send(NotificationShop.PATH, forged,
					HttpRequest.BodyPublishers.ofByteArray(notification.body())))
			.toList();
		return responses.stream().map((response) -> response.join().statusCode()).toList();
	}

}
