package io.github.wechatpayhk.documentation;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.TradeState;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each setting that the documentation shows exists, and a configuration that it shows
 * whole starts an application, which then reverses an order at the simulator.
 */
class ConfigurationBlockTests {

	private static final Set<MerchantIds> SIMULATED = Set.of(MerchantIds.direct("1900000109"),
			MerchantIds.institution("1900000100", "1900000109"),
			new MerchantIds("1900000109", "1900000100", "1900000109"));

	@TempDir
	private static Path directory;

	static Stream<ConfigurationBlock> blocks() {
		return Repository.documents()
			.stream()
			.flatMap((document) -> document.codeBlocks("yaml", "properties").stream())
			.map(ConfigurationBlock::read)
			.filter(ConfigurationBlock::isOurs);
	}

	static Stream<ConfigurationBlock> wholeBlocks() {
		return blocks().filter(ConfigurationBlock::isWhole);
	}

	@ParameterizedTest
	@MethodSource("blocks")
	void namesPropertiesThatExist(ConfigurationBlock block) {
		assertThat(block.properties().keySet())
			.allSatisfy((name) -> assertThat(KnownProperties.contains(name)).as("'%s' in %s", name, block).isTrue());
	}

	@ParameterizedTest
	@MethodSource("wholeBlocks")
	void startsAnApplication(ConfigurationBlock block) {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start()) {
			Map<String, String> properties = new GeneratedKeys(simulator, directory).replaceIn(block);
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(autoConfigurations()))
				.withPropertyValues(properties.entrySet()
					.stream()
					.map((entry) -> entry.getKey() + '=' + entry.getValue())
					.toArray(String[]::new))
				.run((context) -> {
					assertThat(context).hasNotFailed();
					if (SIMULATED.contains(context.getBean(WechatPayHkClient.class).merchantIds())) {
						context.getBean(ReverseOrderService.class).reverse(WechatPayHkSimulator.PAID_ORDER).block();
						assertThat(simulator.orders().state(WechatPayHkSimulator.PAID_ORDER))
							.isEqualTo(TradeState.REVOKED);
					}
				});
		}
	}

	/**
	 * Those of the starter, but for durable reversals, which want a database.
	 */
	private static Class<?>[] autoConfigurations() {
		ClassLoader classLoader = ConfigurationBlockTests.class.getClassLoader();
		List<String> names = ImportCandidates.load(AutoConfiguration.class, classLoader).getCandidates();
		return Stream
			.concat(names.stream()
				.filter((name) -> name.startsWith("io.github.wechatpayhk.") && !name.contains("DurableReversal"))
				.map((name) -> ClassUtils.resolveClassName(name, classLoader)), Stream.of(SslAutoConfiguration.class))
			.toArray(Class<?>[]::new);
	}

}
