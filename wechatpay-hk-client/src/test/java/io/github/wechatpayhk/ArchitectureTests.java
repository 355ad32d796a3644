package io.github.wechatpayhk;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.github.wechatpayhk.fixture.CodingRules;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the packages of the client to the picture in {@code ARCHITECTURE.md}.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.wechatpayhk";

	private static JavaClasses classes;

	@BeforeAll
	static void importTheClientAlone() {
		classes = new ClassFileImporter()
			.importUrl(WechatPayHkClient.class.getProtectionDomain().getCodeSource().getLocation());
	}

	@Test
	void packagesAreFreeOfCycles() {
		SlicesRuleDefinition.slices().matching("io.github.(**)").should().beFreeOfCycles().check(classes);
	}

	@Test
	void errorsKnowNobody() {
		ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(ROOT + ".error")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(ROOT + ".error", "java..", "org.jspecify..")
			.check(classes);
	}

	@Test
	void fieldsKnowErrorsOnly() {
		ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(ROOT + ".field")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(ROOT + ".field", ROOT + ".error", "java..", "org.jspecify..")
			.check(classes);
	}

	@Test
	void signaturesNeedOnlyTheJdkAndReactor() {
		ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(ROOT + ".signature")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(ROOT + ".signature", ROOT + ".error", "java..", "javax.crypto..", "reactor.core..",
					"org.reactivestreams..", "org.jspecify..")
			.check(classes);
	}

	@Test
	void trustDoesNotKnowHowItsKeysAreFetched() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT + ".trust")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ROOT, ROOT + ".webclient", ROOT + ".merchant", "org.springframework..")
			.check(classes);
	}

	@Test
	void nobodyBelowTheRootKnowsTheRoot() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage(ROOT + ".error", ROOT + ".signature", ROOT + ".trust", ROOT + ".field",
					ROOT + ".merchant", ROOT + ".key", ROOT + ".webclient")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT)
			.check(classes);
	}

	@Test
	void theClientHasNoSpringBootInside() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "org.slf4j..", "com.fasterxml.jackson.databind..")
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
