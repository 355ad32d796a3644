package io.github.wechatpayhk.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.fixture.InstalledPrograms;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the dashboard and the alert rules ask for is in a scrape of a real
 * application, name by name and label by label.
 */
class OperationsFilesTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final Path FILES = Path.of("..", "docs", "operations");

	private static final Pattern SELECTOR = Pattern.compile("\\b(wechatpay_hk_[a-z_]+)(?:\\{([^}]*)\\})?");

	private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!=|!~|=)\\s*\"([^\"]*)\"");

	private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

	// Prometheus itself adds it to each series of a target
	private static final String INSTANCE = "instance";

	private static String scrape;

	@BeforeAll
	static void driveAnApplication(@TempDir Path directory) throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().mode(PlatformMode.CERTIFICATES).start();
				ConfigurableApplicationContext context = start(simulator, directory)) {
			ReverseOrderService service = context.getBean(ReverseOrderService.class);
			reverse(service, WechatPayHkSimulator.PAID_ORDER);
			reverse(service, "NOSUCHORDER");
			simulator.faults().inject(Fault.tampered()).on(Operation.REVERSE).times(3);
			reverse(service, WechatPayHkSimulator.PAID_ORDER);
			simulator.faults().inject(Fault.unauthorized()).on(Operation.REVERSE).once();
			reverse(service, WechatPayHkSimulator.PAID_ORDER);
			simulator.faults().inject(Fault.status(403, "NO_AUTH")).on(Operation.REVERSE).once();
			reverse(service, WechatPayHkSimulator.PAID_ORDER);
			simulator.faults().inject(Fault.status(400, "PARAM_ERROR")).on(Operation.REVERSE).once();
			reverse(service, WechatPayHkSimulator.PAID_ORDER);
			service
				.reverse(ReverseOrderRequest.outTradeNo(WechatPayHkSimulator.PAID_ORDER)
					.withBaseUrl(URI.create("http://127.0.0.1:1/hk/")))
				.onErrorResume((ex) -> Mono.empty())
				.block(LONG_ENOUGH);
			context.getBean(DurableReversals.class)
				.schedule(ReverseOrderRequest.outTradeNo(WechatPayHkSimulator.PAID_ORDER));
			context.getBean(DurableReversalEvents.class).next(DurableReversalEvent.Ended.class);
			PrometheusMeterRegistry prometheus = context.getBean(PrometheusMeterRegistry.class);
			// the first reading finds the keys that came with the calls
			prometheus.scrape();
			scrape = prometheus.scrape();
		}
	}

	private static void reverse(ReverseOrderService service, String outTradeNo) {
		service.reverse(outTradeNo).onErrorResume((ex) -> Mono.empty()).block(LONG_ENOUGH);
	}

	private static ConfigurableApplicationContext start(WechatPayHkSimulator simulator, Path directory)
			throws IOException {
		Path key = Files.writeString(directory.resolve("merchant.pem"), simulator.merchant().privateKeyPem());
		Path certificate = Files.writeString(directory.resolve("certificate.pem"),
				simulator.merchant().certificatePem());
		return new SpringApplicationBuilder(TestApplication.DurableApplication.class).web(WebApplicationType.NONE)
			.run("--spring.main.banner-mode=off", "--wechatpay.hk.mchid=1900000109",
					"--wechatpay.hk.private-key=" + key.toUri(), "--wechatpay.hk.certificate=" + certificate.toUri(),
					"--wechatpay.hk.api-v3-key=" + simulator.merchant().apiV3Key(),
					"--wechatpay.hk.base-url=http://127.0.0.1:1/hk/",
					"--wechatpay.hk.certificates-path=" + simulator.baseUrl() + "v3/certificates",
					"--wechatpay.hk.failover.base-urls=" + simulator.baseUrl(), "--wechatpay.hk.retry.backoff=1ms",
					"--wechatpay.hk.reconciliation.daily=true",
					"--wechatpay.hk.durable-reversal.embedded.file=" + directory.resolve("reversals"));
	}

	@Test
	void theDashboardAsksForWhatIsThere() throws IOException {
		List<String> queries = new ArrayList<>();
		JsonNode dashboard = JsonMapper.shared().readTree(FILES.resolve("grafana-dashboard.json").toFile());
		for (JsonNode panel : dashboard.get("panels")) {
			for (JsonNode target : panel.get("targets")) {
				queries.add(target.get("expr").stringValue());
			}
		}

		assertThat(queries).hasSizeGreaterThan(20).allSatisfy(OperationsFilesTests::assertResponded);
	}

	@Test
	void theAlertsAskForWhatIsThere() throws IOException {
		List<String> queries = Files.readAllLines(FILES.resolve("prometheus-alerts.yaml"))
			.stream()
			.map(String::strip)
			.filter((line) -> line.startsWith("expr: "))
			.map((line) -> line.substring("expr: ".length()))
			.toList();

		assertThat(queries).hasSizeGreaterThan(10).allSatisfy(OperationsFilesTests::assertResponded);
	}

	@Test
	void everyMeterIsOnTheDashboard() throws IOException {
		String dashboard = Files.readString(FILES.resolve("grafana-dashboard.json"));
		Set<String> families = new LinkedHashSet<>();
		Matcher matcher = Pattern.compile("# TYPE (wechatpay_hk_[a-z_]+?)(_max)? ").matcher(scrape);
		while (matcher.find()) {
			families.add(matcher.group(1));
		}

		assertThat(families).hasSizeGreaterThan(15).allSatisfy((family) -> assertThat(dashboard).contains(family));
	}

	@Test
	void everyAlertIsExplained() throws IOException {
		String documentation = Files.readString(Path.of("..", "docs", "operations.md"));
		Matcher alert = Pattern.compile("alert: (\\w+)")
			.matcher(Files.readString(FILES.resolve("prometheus-alerts.yaml")));

		List<String> alerts = new ArrayList<>();
		while (alert.find()) {
			alerts.add(alert.group(1));
		}
		assertThat(alerts).isNotEmpty().allSatisfy((name) -> assertThat(documentation).contains('`' + name + '`'));
	}

	@Test
	void theRulesDoWhatTheySay() throws Exception {
		Assumptions.assumeTrue(
				InstalledPrograms.areThere("the alert rules, evaluated by Prometheus", "prometheus", "promtool"));
		Path promtool = InstalledPrograms.find("promtool").orElseThrow();

		assertThat(run(promtool, "check", "rules", "prometheus-alerts.yaml")).contains("SUCCESS");
		assertThat(run(promtool, "test", "rules", "prometheus-alerts-test.yaml")).contains("SUCCESS");
	}

	private static void assertResponded(String query) {
		Matcher selector = SELECTOR.matcher(query);
		Set<String> grouping = new LinkedHashSet<>();
		Matcher by = GROUPING.matcher(query);
		while (by.find()) {
			grouping.addAll(Stream.of(by.group(1).split(",")).map(String::strip).toList());
		}
		grouping.remove(INSTANCE);
		boolean isAny = false;
		while (selector.find()) {
			isAny = true;
			String name = selector.group(1);
			assertThat(samples(name)).as("%s in %s", name, query).isNotEmpty();
			assertThat(samples(name)).as("labels of %s in %s", name, query)
				.anyMatch((labels) -> grouping.stream().allMatch((label) -> labels.contains(label + "=\"")));
			assertMatched(name, selector.group(2), query);
		}
		assertThat(isAny).as(query).isTrue();
	}

	private static void assertMatched(String name, String matchers, String query) {
		Matcher matcher = MATCHER.matcher((matchers != null) ? matchers : "");
		while (matcher.find()) {
			String expected = matcher.group(2).equals("=") ? matcher.group(1) + "=\"" + matcher.group(3) + '"'
					: matcher.group(1) + "=\"";
			assertThat(samples(name)).as("%s in %s", matcher.group(), query)
				.anySatisfy((labels) -> assertThat(labels).contains(expected));
		}
	}

	/**
	 * Return the labels of each sample with exactly this name.
	 */
	private static List<String> samples(String name) {
		return scrape.lines()
			.filter((line) -> line.startsWith(name + '{') || line.startsWith(name + ' '))
			.map((line) -> line.substring(name.length()))
			.toList();
	}

	private static String run(Path program, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(program.toString()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).directory(FILES.toFile()).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

}
