package io.github.wechatpayhk.simulator;

import java.time.Instant;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.github.wechatpayhk.fixture.CodingRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

	private static final String ROOT = "io.github.wechatpayhk.simulator";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	@Test
	void packagesHaveNoCycles() {
		SlicesRuleDefinition.slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void nothingIsSharedWithTheClient() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.github.wechatpayhk..")
				.and(JavaClass.Predicates.resideOutsideOfPackage(ROOT + "..")))
			.check(CLASSES);
	}

	@Test
	void springIsBehindTheTransportInMemoryOnly() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(ROOT + ".transport")
			.and()
			.doNotHaveFullyQualifiedName(WechatPayHkSimulator.class.getName())
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "reactor..")
			.check(CLASSES);
	}

	@Test
	void oneClockDrivesEverything() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(ROOT + ".main")
			.should()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.check(CLASSES);
	}

	@Test
	void nothingStaticChanges() {
		CodingRules.NOTHING_STATIC_CHANGES.check(CLASSES);
	}

	@Test
	void concreteClassesAreNotForExtension() {
		CodingRules.CONCRETE_CLASSES_ARE_NOT_FOR_EXTENSION.check(CLASSES);
	}

	@Test
	void onlyTheFacadeAndWhatUsesItKnowTheRoot() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage(ROOT + ".(*)..")
			.and()
			.resideOutsideOfPackages(ROOT + ".junit", ROOT + ".main")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT)
			.check(CLASSES);
	}

}
