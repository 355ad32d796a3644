package io.github.wechatpayhk.durable;

import java.time.Instant;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/**
 * Holds the module to what {@code ARCHITECTURE.md} says of it.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.importUrl(DurableReversals.class.getProtectionDomain().getCodeSource().getLocation());

	@Test
	void thereIsNoSpringBootInside() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "org.slf4j..", "org.flywaydb..", "liquibase..")
			.check(CLASSES);
	}

	@Test
	void transactionsBeginInOnePlace() {
		ArchRuleDefinition.noClasses()
			.that()
			.doNotBelongToAnyOf(Transactions.class)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.transaction.support..")
			.check(CLASSES);
	}

	@Test
	void theClockComesFromOutside() {
		ArchRuleDefinition.noClasses()
			.should()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.check(CLASSES);
	}

	@Test
	void nothingStaticChanges() {
		ArchRuleDefinition.fields().that().areStatic().should().haveModifier(JavaModifier.FINAL).check(CLASSES);
	}

	@Test
	void concreteClassesAreNotForExtension() {
		ArchRuleDefinition.classes()
			.that()
			.areTopLevelClasses()
			.and()
			.areNotInterfaces()
			.and()
			.doNotHaveModifier(JavaModifier.ABSTRACT)
			.should()
			.haveModifier(JavaModifier.FINAL)
			.check(CLASSES);
	}

}
