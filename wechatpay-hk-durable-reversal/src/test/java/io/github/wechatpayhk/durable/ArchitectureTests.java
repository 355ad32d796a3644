package io.github.wechatpayhk.durable;

import java.time.Instant;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.github.wechatpayhk.fixture.CodingRules;
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
			.doNotBelongToAnyOf(Transactions.class, TransactionCompletion.class)
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
		CodingRules.NOTHING_STATIC_CHANGES.check(CLASSES);
	}

	@Test
	void concreteClassesAreNotForExtension() {
		CodingRules.CONCRETE_CLASSES_ARE_NOT_FOR_EXTENSION.check(CLASSES);
	}

}
