package io.github.wechatpayhk.benchmarks.startup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class StartUpTests {

	@TempDir
	Path directory;

	@Test
	void anEmptyApplicationHasNoJarOfOurs() throws IOException {
		ApplicationClassPath classPath = ApplicationClassPath.ofThisProcess(this.directory);

		for (WebStack stack : WebStack.values()) {
			assertThat(classPath.of(stack, Variant.EMPTY)).doesNotContain("wechatpay", "bucket4j",
					"spring-boot-webclient");
			assertThat(classPath.of(stack, Variant.WEB_CLIENT)).contains("spring-boot-webclient")
				.doesNotContain("wechatpay", "bucket4j");
			assertThat(classPath.of(stack, Variant.CONFIGURED)).contains("wechatpay-hk-client", "spring-boot-webclient")
				.doesNotContain("bucket4j", "okhttp", "Corretto", "HikariCP");
		}
	}

	@Test
	void anotherStackIsOnNoClassPath() throws IOException {
		ApplicationClassPath classPath = ApplicationClassPath.ofThisProcess(this.directory);

		assertThat(classPath.of(WebStack.WEBFLUX, Variant.CONFIGURED)).doesNotContain("tomcat", "spring-webmvc");
		assertThat(classPath.of(WebStack.MVC, Variant.EMPTY)).doesNotContain("netty", "spring-webflux");
	}

	@Test
	void startsAndCounts() throws IOException {
		try (ApplicationStarts applications = applications()) {
			StartReading empty = applications.time(WebStack.MVC, Variant.EMPTY);
			StartCounts counts = applications.counts(WebStack.MVC);

			assertThat(empty.millis()).isPositive();
			assertThat(empty.cpuMillis()).isBetween(1.0, empty.millis());
			assertThat(empty.classes()).isGreaterThan(1000);
			assertThat(empty.heap()).isPositive();
			assertThat(counts.isWithoutNetwork()).isTrue();
			assertThat(counts.isParsedOnce()).isTrue();
		}
	}

	@Test
	void buildsOneWebClientWithoutTheStarter() throws IOException {
		try (ApplicationStarts applications = applications()) {
			assertThat(applications.time(WebStack.MVC, Variant.WEB_CLIENT).classes())
				.isGreaterThan(applications.time(WebStack.MVC, Variant.EMPTY).classes());
		}
	}

	@Test
	void timesTheFirstCalls() throws IOException {
		try (ApplicationStarts applications = applications()) {
			FirstCalls calls = applications.firstCalls(WebStack.MVC);

			assertThat(calls.first()).isPositive();
			assertThat(calls.second()).isPositive();
		}
	}

	@Test
	void timesTheBeans() throws IOException {
		try (ApplicationStarts applications = applications()) {
			BeanTimes beans = applications.beans(WebStack.WEBFLUX);

			assertThat(beans.keys()).isPositive();
			assertThat(beans.checks()).isPositive();
			assertThat(beans.wiring()).isPositive();
			assertThat(beans.beans()).containsKeys("wechatPayHkClient", "wechatPayHkReverseOrderService");
		}
	}

	@Test
	void seesEachConnection() throws IOException {
		try (CountingPort port = new CountingPort()) {
			for (int i = 1; i <= 2; i++) {
				try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
					assertThat(socket.getInputStream().read()).isEqualTo(-1);
				}
				assertThat(port.connections()).isEqualTo(i);
			}
		}
	}

	@Test
	void onceMeansOnce() {
		List<String> lines = List.of("READ 1 /a", "READ 1 /b", "PARSED 1 aa", "PARSED 2 bb", "PARSED 7 cc",
				"PARSE-NANOS 2500000");

		assertThat(StartCounts.of(0, lines, List.of("aa", "bb")).parses()).containsExactly(1, 2);
		assertThat(StartCounts.of(0, lines, List.of("aa", "bb")).isParsedOnce()).isFalse();
		assertThat(StartCounts.of(0, lines, List.of("aa", "aa")).isParsedOnce()).isTrue();
		assertThat(StartCounts.of(0, lines, List.of("aa", "dd")).isParsedOnce()).isFalse();
		assertThat(StartCounts.of(0, lines, List.of("aa", "aa")).parseMillis()).isEqualTo(2.5);
		assertThat(StartCounts.of(1, lines, List.of("aa", "aa")).isWithoutNetwork()).isFalse();
	}

	@Test
	void judgesStartAndFirstCall() {
		StartUpReport met = report(Variant.WEB_CLIENT, 1000, 1150, 400);
		StartUpReport missed = report(Variant.WEB_CLIENT, 1000, 1151, 401);

		assertThat(met.beyondWebClient(WebStack.MVC)).isEqualTo(150);
		assertThat(met.bars()).hasSize(4).allMatch((line) -> line.startsWith("- MVC: met"));
		assertThat(missed.bars().get(0)).startsWith("- MVC: **missed**: 151 ms beyond one WebClient");
		assertThat(missed.bars().get(1)).startsWith("- MVC: **missed**: first call 401 ms");
	}

	@Test
	void wiringIsAllThatIsNeitherKeysNorChecks() {
		assertThat(report(Variant.EMPTY, 1000, 1039, 400).wiring(WebStack.MVC)).isEqualTo(29);
		assertThat(report(Variant.EMPTY, 1000, 990, 400).wiring(WebStack.MVC)).isEqualTo(5);
	}

	private static StartUpReport report(Variant baseline, double millis, double configured, double firstCall) {
		return new StartUpReport(readings(baseline, millis, configured),
				Map.of(WebStack.MVC, List.of(new BeanTimes(8, 2, 5, 4, Map.of()))),
				Map.of(WebStack.MVC, new StartCounts(0, List.of(1, 1), List.of(1, 1), 3)),
				Map.of(WebStack.MVC, List.of(new FirstCalls(firstCall, 20))));
	}

	@Test
	void anApplicationThatNeverWasReadyIsNoReading() {
		assertThatIllegalStateException()
			.isThrownBy(() -> StartReading.of(WebStack.MVC, Variant.EMPTY, List.of("Started")));
	}

	private ApplicationStarts applications() throws IOException {
		return new ApplicationStarts(Path.of(System.getProperty("java.home")), this.directory);
	}

	/**
	 * Three starts each, whose medians are the given ones.
	 */
	private static List<StartReading> readings(Variant baseline, double millis, double configured) {
		return Arrays.asList(reading(baseline, millis), reading(baseline, millis + 500), reading(baseline, millis - 1),
				reading(Variant.CONFIGURED, configured), reading(Variant.CONFIGURED, configured + 1),
				reading(Variant.CONFIGURED, configured - 500));
	}

	private static StartReading reading(Variant variant, double millis) {
		return new StartReading(WebStack.MVC, variant, millis, 700, 9000, 20_000_000);
	}

}
