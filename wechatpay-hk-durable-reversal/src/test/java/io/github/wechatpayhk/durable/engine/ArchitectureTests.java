package io.github.wechatpayhk.durable.engine;

import java.time.Instant;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.store.TransactionCompletion;
import io.github.wechatpayhk.durable.store.Transactions;
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

	/**
	 * What users inject knows nothing of how it is done.
	 */
	@Test
	void packagesUseOnlyThoseBelow() {
		Architectures.layeredArchitecture()
			.consideringOnlyDependenciesInLayers()
			.layer("operations")
			.definedBy("io.github.wechatpayhk.durable")
			.layer("store")
			.definedBy("io.github.wechatpayhk.durable.store")
			.layer("reconciliation")
			.definedBy("io.github.wechatpayhk.durable.reconciliation")
			.layer("engine")
			.definedBy("io.github.wechatpayhk.durable.engine")
			.whereLayer("engine")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("reconciliation")
			.mayOnlyBeAccessedByLayers("engine")
			.whereLayer("store")
			.mayOnlyBeAccessedByLayers("reconciliation", "engine")
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
