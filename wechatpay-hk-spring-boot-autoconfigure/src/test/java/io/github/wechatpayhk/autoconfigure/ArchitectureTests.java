package io.github.wechatpayhk.autoconfigure;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.github.wechatpayhk.fixture.CodingRules;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the auto-configuration to what an application may rely on: whoever looks at the
 * client from outside can be missing, and nothing but a type is anybody's to call.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.wechatpayhk.autoconfigure";

	private static final List<String> OBSERVERS = List.of("health", "metrics", "observation");

	private static JavaClasses classes;

	@BeforeAll
	static void importTheAutoConfigurationAlone() {
		classes = new ClassFileImporter()
			.importUrl(WechatPayHkAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation());
	}

	@Test
	void packagesAreFreeOfCycles() {
		SlicesRuleDefinition.slices().matching("io.github.wechatpayhk.(**)").should().beFreeOfCycles().check(classes);
	}

	@Test
	void observersDoNotKnowEachOther() {
		for (String observer : OBSERVERS) {
			String[] others = OBSERVERS.stream()
				.filter((other) -> !other.equals(observer))
				.map((other) -> ROOT + '.' + other)
				.toArray(String[]::new);
			ArchRuleDefinition.noClasses()
				.that()
				.resideInAPackage(ROOT + '.' + observer)
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage(others)
				.check(classes);
		}
	}

	@Test
	void beansAreNobodysToMake() {
		ArchRuleDefinition.methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(classes);
	}

	@Test
	void beansThatYieldHaveATypeThatTheApplicationCanName() {
		assertThat(classes.stream().flatMap((type) -> type.getMethods().stream()))
			.filteredOn((method) -> method.isAnnotatedWith(ConditionalOnMissingBean.class))
			.filteredOn((method) -> yieldsToItsOwnType(method.getAnnotationOfType(ConditionalOnMissingBean.class)))
			.hasSizeGreaterThan(10)
			.allSatisfy((method) -> assertThat(method.getRawReturnType().getModifiers()).as(method.getFullName())
				.contains(JavaModifier.PUBLIC));
	}

	private static boolean yieldsToItsOwnType(ConditionalOnMissingBean condition) {
		return condition.value().length + condition.type().length + condition.name().length == 0;
	}

	@Test
	void autoConfigurationsCanBeNamedToLeaveThemOut() {
		ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.check(classes);
	}

	@Test
	void nothingStaticChanges() {
		CodingRules.NOTHING_STATIC_CHANGES.check(classes);
	}

	@Test
	void concreteClassesAreNotForExtension() {
		CodingRules.CONCRETE_CLASSES_ARE_NOT_FOR_EXTENSION.check(classes);
	}

}
