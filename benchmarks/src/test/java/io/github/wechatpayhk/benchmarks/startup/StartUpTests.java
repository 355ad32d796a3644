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
			assertThat(classPath.of(stack, false)).doesNotContain("wechatpay", "bucket4j", "spring-boot-webclient");
			assertThat(classPath.of(stack, true)).contains("wechatpay-hk-client", "bucket4j", "spring-boot-webclient")
				.doesNotContain("okhttp", "Corretto", "HikariCP");
		}
	}

	@Test
	void anotherStackIsOnNoClassPath() throws IOException {
		ApplicationClassPath classPath = ApplicationClassPath.ofThisProcess(this.directory);

		assertThat(classPath.of(WebStack.WEBFLUX, true)).doesNotContain("tomcat", "spring-webmvc");
		assertThat(classPath.of(WebStack.MVC, false)).doesNotContain("netty", "spring-webflux");
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
	void wiringIsAllThatIsNeitherKeysNorChecks() {
		List<BeanTimes> beans = List.of(new BeanTimes(8, 2, 5, 4, Map.of()));
		StartCounts counts = new StartCounts(0, List.of(1, 1), List.of(1, 1), 3);

		StartUpReport met = new StartUpReport(readings(1000, 1039), Map.of(WebStack.MVC, beans),
				Map.of(WebStack.MVC, counts));
		StartUpReport missed = new StartUpReport(readings(1000, 1040), Map.of(WebStack.MVC, beans),
				Map.of(WebStack.MVC, counts));

		assertThat(met.wiring(WebStack.MVC)).isEqualTo(29);
		assertThat(met.bars()).hasSize(3).allMatch((line) -> line.startsWith("- MVC: met"));
		assertThat(missed.bars().get(0)).startsWith("- MVC: **missed**: wiring 30.0 ms");
		assertThat(new StartUpReport(readings(1000, 990), Map.of(WebStack.MVC, beans), Map.of(WebStack.MVC, counts))
			.wiring(WebStack.MVC)).isEqualTo(5);
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
	private static List<StartReading> readings(double empty, double configured) {
		return Arrays.asList(reading(Variant.EMPTY, empty), reading(Variant.EMPTY, empty + 500),
				reading(Variant.EMPTY, empty - 1), reading(Variant.CONFIGURED, configured),
				reading(Variant.CONFIGURED, configured + 1), reading(Variant.CONFIGURED, configured - 500));
	}

	private static StartReading reading(Variant variant, double millis) {
		return new StartReading(WebStack.MVC, variant, millis, 700, 9000, 20_000_000);
	}

}
