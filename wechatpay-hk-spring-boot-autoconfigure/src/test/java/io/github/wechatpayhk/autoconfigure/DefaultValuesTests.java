package io.github.wechatpayhk.autoconfigure;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.autoconfigure.merchant.FailoverHosts;
import io.github.wechatpayhk.autoconfigure.properties.FailoverProperties;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.durable.DurableReversalSettings;
import io.github.wechatpayhk.durable.OnlinePaymentSettings;
import io.github.wechatpayhk.durable.ReconciliationSettings;
import io.github.wechatpayhk.error.UnsignedRefusals;
import io.github.wechatpayhk.quickpay.QuickPayTimes;
import io.github.wechatpayhk.resilience.FailoverSettings;
import io.github.wechatpayhk.resilience.RateLimitSettings;
import io.github.wechatpayhk.resilience.RetrySettings;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.submerchant.FieldEncryption;
import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client has the default values. The properties take them from there, and what the
 * metadata and the documentation name as a default is the same value.
 */
class DefaultValuesTests {

	private static final URI OTHER = URI.create("https://apihk.mch.weixin.qq.com/hk/");

	/**
	 * Properties whose default is an absent value, a rule, or no setting of the client.
	 */
	private static final Set<String> OF_THE_STARTER_ALONE = Set.of("enabled", "strict", "generation", "trust.warm-up",
			"http.warm-up", "rate-limit.enabled", "http.proxy.port", "durable-reversal.enabled",
			"durable-reversal.auto-start", "durable-reversal.store", "durable-reversal.schema",
			"durable-reversal.embedded.file", "health.max-clock-skew", "health.max-trust-age",
			"health.max-reversal-age");

	private final WechatPayHkProperties properties = new Binder(new MapConfigurationPropertySource())
		.bindOrCreate("wechatpay.hk", Bindable.of(WechatPayHkProperties.class));

	@Test
	void propertiesTakeTheDefaultsOfTheClient() {
		assertThat(this.properties.connectionSettings()).isEqualTo(ConnectionSettings.defaults());
		assertThat(this.properties.exchangeLimits()).isEqualTo(ExchangeLimits.defaults());
		assertThat(this.properties.refreshSettings()).isEqualTo(RefreshSettings.defaults());
		assertThat(this.properties.retry().settings()).isEqualTo(RetrySettings.defaults());
		assertThat(this.properties.rateLimit().settings()).isEqualTo(RateLimitSettings.defaults());
		assertThat(this.properties.quickPay().times()).isEqualTo(QuickPayTimes.defaults());
		assertThat(this.properties.durableReversal().settings()).isEqualTo(DurableReversalSettings.defaults());
		assertThat(this.properties.onlinePayment().settings()).isEqualTo(OnlinePaymentSettings.defaults());
		assertThat(this.properties.reconciliation().settings()).isEqualTo(ReconciliationSettings.defaults());
		assertThat(this.properties.signatureProvider()).hasToString(SignatureProvider.auto().toString());
	}

	@Test
	void hostsToFallBackOnTakeTheDefaultsOfTheClient() {
		URI first = ApiGeneration.HK.defaultBaseUrl();

		assertThat(FailoverHosts.of(new FailoverProperties(List.of(OTHER), null, null), first, ApiGeneration.HK))
			.isEqualTo(FailoverSettings.of(first, OTHER));
	}

	static List<Arguments> defaults() {
		Map<String, Object> values = new LinkedHashMap<>();
		ConnectionSettings connections = ConnectionSettings.defaults();
		values.put("connect-timeout", connections.connectTimeout());
		values.put("http.max-connections", connections.maxConnections());
		values.put("http.max-pending-acquires", connections.maxPendingAcquires());
		values.put("http.pending-acquire-timeout", connections.pendingAcquireTimeout());
		values.put("http.max-idle-time", connections.maxIdleTime());
		values.put("response-timeout", ExchangeLimits.defaults().responseTimeout());
		values.put("max-response-size", DataSize.ofBytes(ExchangeLimits.defaults().maxResponseSize()));
		values.put("trust-unsigned-refusals", UnsignedRefusals.defaults());
		values.put("field-encryption", FieldEncryption.defaults());
		values.put("trust.refresh-interval", RefreshSettings.defaults().interval());
		values.put("trust.min-refresh-interval", RefreshSettings.defaults().minInterval());
		values.put("trust.grace", RefreshSettings.defaults().grace());
		values.put("trust.download-timeout", RefreshSettings.defaults().timeout());
		values.put("rate-limit.margin", RateLimitSettings.defaults().margin());
		FailoverSettings failover = FailoverSettings.of(OTHER);
		values.put("failover.max-server-errors", failover.maxServerErrors());
		values.put("failover.cool-down", failover.coolDown());
		putAll(values, "retry.", RetrySettings.defaults());
		putAll(values, "quick-pay.", QuickPayTimes.defaults());
		putAll(values, "durable-reversal.", DurableReversalSettings.defaults());
		putAll(values, "online-payment.", OnlinePaymentSettings.defaults());
		putAll(values, "reconciliation.", ReconciliationSettings.defaults());
		values.put("deadline", Duration.ofSeconds(20));
		values.put("confirm-reversals", false);
		values.put("durable-reversal.confirm-reversals", true);
		values.put("signature.provider", "auto");
		return values.entrySet().stream().map((entry) -> Arguments.of(entry.getKey(), entry.getValue())).toList();
	}

	private static void putAll(Map<String, Object> values, String prefix, Record settings) {
		for (var component : settings.getClass().getRecordComponents()) {
			try {
				values.put(prefix + DataObjectPropertyName.toDashedForm(component.getName()),
						component.getAccessor().invoke(settings));
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("defaults")
	void metadataNamesTheDefaultOfTheClient(String name, Object value) throws Exception {
		assertThat(convert(metadata().get(name), value)).isEqualTo(value);
	}

	@ParameterizedTest
	@MethodSource("defaults")
	void documentationNamesTheDefaultOfTheClient(String name, Object value) throws Exception {
		List<String> cells = Files.readAllLines(Path.of("..", "docs", "configuration.md"))
			.stream()
			.filter((line) -> line.startsWith("| `" + name + "` |"))
			.map((line) -> line.replaceFirst(".*\\| `([^`|]+)` \\|$", "$1"))
			.toList();

		assertThat(cells).singleElement().satisfies((cell) -> assertThat(convert(cell, value)).isEqualTo(value));
	}

	@Test
	void noOtherPropertyHasADefault() throws Exception {
		Set<String> compared = defaults().stream()
			.map((argument) -> (String) argument.get()[0])
			.collect(Collectors.toSet());

		assertThat(metadata().keySet()).filteredOn((name) -> !OF_THE_STARTER_ALONE.contains(name))
			.containsExactlyInAnyOrderElementsOf(compared);
	}

	private static Object convert(@Nullable String text, Object like) {
		if (like instanceof List<?> list) {
			return Stream.of(Objects.requireNonNull(text).split(","))
				.map((part) -> convert(part, list.get(0)))
				.toList();
		}
		Class<?> type = (like instanceof Enum<?> constant) ? constant.getDeclaringClass() : like.getClass();
		return Objects.requireNonNull(ApplicationConversionService.getSharedInstance().convert(text, type));
	}

	private static Map<String, String> metadata() throws Exception {
		Map<String, String> defaults = new LinkedHashMap<>();
		try (InputStream content = DefaultValuesTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			for (JsonNode property : JsonMapper.shared().readTree(content).get("properties")) {
				String name = property.get("name").asString();
				if (property.hasNonNull("defaultValue") && name.startsWith("wechatpay.hk.")) {
					defaults.put(name.substring("wechatpay.hk.".length()), property.get("defaultValue").asString());
				}
			}
		}
		return defaults;
	}

}
