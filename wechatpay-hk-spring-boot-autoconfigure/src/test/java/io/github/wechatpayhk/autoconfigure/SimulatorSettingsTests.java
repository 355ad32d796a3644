package io.github.wechatpayhk.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.main.SimulatorApplication;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The {@code settings.properties} that the simulator's program writes, imported as it is.
 */
class SimulatorSettingsTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	@TempDir
	private static Path directory;

	private static Path settings;

	@BeforeAll
	static void startSimulator() {
		Path keys = directory.resolve("keys of the \u6a21\u64ec\u5668");
		SimulatorApplication.main(new String[] { "--port=0", "--keys=" + keys });
		settings = keys.resolve("settings.properties");
	}

	@Test
	void configureAnApplicationAsTheyAre() {
		reverses(settings);
	}

	@Test
	void configureAnApplicationByTheKeyStoreThatTheyName() throws IOException {
		List<String> lines = Files.readAllLines(settings)
			.stream()
			.filter((line) -> !line.matches("wechatpay.hk.(private-key|certificate|merchant-serial-number)=.*"))
			.map((line) -> line.replaceFirst("^#(?=wechatpay.hk.key-store)", ""))
			.toList();
		reverses(Files.write(directory.resolve("key-store.properties"), lines));
	}

	@Test
	void configureTheInstitutionThatTheyName() throws IOException {
		List<String> lines = Files.readAllLines(settings)
			.stream()
			.filter((line) -> !line.startsWith("wechatpay.hk.mchid="))
			.map((line) -> line.replaceFirst("^#(?=wechatpay.hk.s[pu])", ""))
			.toList();
		reverses(Files.write(directory.resolve("institution.properties"), lines));
	}

	@Test
	void configureTheOtherGenerationThatTheyName() throws IOException {
		List<String> lines = Files.readAllLines(settings)
			.stream()
			.filter((line) -> !line.startsWith("wechatpay.hk.base-url="))
			.map((line) -> line.replaceFirst("^#(?=wechatpay.hk.(base-url|generation))", ""))
			.toList();
		reverses(Files.write(directory.resolve("global.properties"), lines));
	}

	private static void reverses(Path file) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(TestApplication.Application.class)
			.web(WebApplicationType.NONE)
			.run("--spring.config.import=" + file.toUri(), "--spring.main.banner-mode=off")) {
			ReverseOrderService service = context.getBean(ReverseOrderService.class);

			StepVerifier.create(service.reverse(WechatPayHkSimulator.PAID_ORDER)).expectComplete().verify(LONG_ENOUGH);
		}
	}

}
