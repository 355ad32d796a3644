package io.github.wechatpayhk.autoconfigure.properties;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every property has a description, and a place in the documentation.
 */
class ConfigurationMetadataTests {

	@Test
	void everyPropertyIsDescribed() throws Exception {
		assertThat(properties()).hasSizeGreaterThan(30)
			.allSatisfy((property) -> assertThat(property).hasEntrySatisfying("description",
					(description) -> assertThat(description).asString().matches("[A-Z0-9].{10,}")));
	}

	@Test
	void everyPropertyIsDocumented() throws Exception {
		String documentation = Files.readString(Path.of("..", "docs", "configuration.md"));

		assertThat(properties()).extracting((property) -> String.valueOf(property.get("name")))
			.allSatisfy((name) -> assertThat(documentation).containsAnyOf(name.replace("wechatpay.hk.", "`") + "`",
					"`" + name.substring(name.lastIndexOf('.')) + "`",
					name.replace("wechatpay.hk.", "`") + ".<name>.*`"));
	}

	@Test
	void everyPropertyMayBeSet() throws Exception {
		PropertyNames names = new PropertyNames(UnknownPropertyCheck.RECORDS, Set.of());

		assertThat(properties()).extracting((property) -> String.valueOf(property.get("name")))
			.filteredOn((name) -> name.startsWith("wechatpay.hk"))
			.hasSizeGreaterThan(30)
			.allSatisfy((name) -> assertThat(names.contains(ConfigurationPropertyName.of(name))).isTrue());
	}

	@Test
	void everyGroupIsDescribed() throws Exception {
		assertThat(items("groups")).hasSizeGreaterThan(10)
			.allSatisfy((group) -> assertThat(group).as(String.valueOf(group.get("name")))
				.hasEntrySatisfying("description",
						(description) -> assertThat(description).asString().matches("[A-Z].{10,}\\.")));
	}

	@Test
	void everyOperationIsOfferedForARateLimit() throws Exception {
		assertThat(hint("wechatpay.hk.rate-limit.limits.keys")).extracting((value) -> value.get("value"))
			.containsExactlyElementsOf(Arrays.stream(WechatPayHkOperation.values())
				.map((operation) -> operation.name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.toList());
	}

	@Test
	void everyOfferedSignatureProviderHasAName() throws Exception {
		assertThat(hint("wechatpay.hk.signature.provider")).extracting((value) -> value.get("value"))
			.containsExactly("auto", "default", "corretto", "conscrypt");
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> hint(String name) throws Exception {
		return items("hints").stream()
			.filter((hint) -> name.equals(hint.get("name")))
			.map((hint) -> (List<Map<String, Object>>) hint.get("values"))
			.findFirst()
			.orElseThrow();
	}

	private static List<Map<String, Object>> properties() throws Exception {
		return items("properties");
	}

	private static List<Map<String, Object>> items(String kind) throws Exception {
		try (InputStream content = ConfigurationMetadataTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			JsonMapper mapper = JsonMapper.shared();
			return mapper.convertValue(mapper.readTree(content).get(kind), new TypeReference<>() {
			});
		}
	}

}
