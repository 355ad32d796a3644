package io.github.wechatpayhk.autoconfigure;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.github.wechatpayhk.fixture.CodingRules;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Holds the auto-configuration to what an application may rely on: whoever looks at the
 * client from outside can be missing, and nothing but a type is anybody's to call.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.wechatpayhk.autoconfigure";

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
		SlicesRuleDefinition.slices().matching(ROOT + ".(*)").should().notDependOnEachOther().check(classes);
	}

	@Test
	void beansAreNobodysToMake() {
		ArchRuleDefinition.methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(classes);
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
