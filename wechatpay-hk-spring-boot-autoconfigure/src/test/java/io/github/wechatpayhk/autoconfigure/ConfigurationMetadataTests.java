package io.github.wechatpayhk.autoconfigure;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

	private static List<Map<String, Object>> properties() throws Exception {
		try (InputStream content = ConfigurationMetadataTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			JsonMapper mapper = JsonMapper.shared();
			return mapper.convertValue(mapper.readTree(content).get("properties"), new TypeReference<>() {
			});
		}
	}

}
