package io.github.wechatpayhk.autoconfigure;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.settlement.Settlement;
import io.github.wechatpayhk.submerchant.SubMerchant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ahead-of-time processing learns of the starter.
 */
class RuntimeHintsTests {

	private static RuntimeHints hints() {
		RuntimeHints hints = new RuntimeHints();
		assertThat(AotServices.factories().load(RuntimeHintsRegistrar.class))
			.hasAtLeastOneElementOfType(WechatPayHkRuntimeHints.class)
			.filteredOn(WechatPayHkRuntimeHints.class::isInstance)
			.allSatisfy((registrar) -> registrar.registerHints(hints, RuntimeHintsTests.class.getClassLoader()));
		return hints;
	}

	/**
	 * Return each type of the client that Jackson is told about.
	 */
	static Stream<Class<?>> bodies() {
		return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackagesOf(Order.class, Refund.class, MerchantIds.class, Settlement.class, SubMerchant.class)
			.stream()
			.filter((type) -> type.isRecord() && hasJacksonAnnotation(type))
			.map(JavaClass::reflect);
	}

	private static boolean hasJacksonAnnotation(JavaClass type) {
		return type.getMembers()
			.stream()
			.anyMatch((member) -> member.getAnnotations()
				.stream()
				.anyMatch(
						(annotation) -> annotation.getRawType().getPackageName().startsWith("com.fasterxml.jackson")));
	}

	@Test
	void thereAreBodies() {
		assertThat(bodies()).hasSizeGreaterThan(10);
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void everyBodyCanBeWrittenAndRead(Class<?> body) throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onType(body)).accepts(hints());
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(body.getMethod(body.getRecordComponents()[0].getName()))).accepts(hints());
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider", "org.conscrypt.Conscrypt" })
	void aProviderThatIsNotThereIsNotAskedFor(String provider) {
		assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(provider))).rejects(hints());
	}

}
