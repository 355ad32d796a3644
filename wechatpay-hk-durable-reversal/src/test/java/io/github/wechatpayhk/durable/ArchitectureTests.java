package io.github.wechatpayhk.durable;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/**
 * Holds the module to what {@code ARCHITECTURE.md} says of it.
 */
class ArchitectureTests {

	@Test
	void thereIsNoSpringBootInside() {
		JavaClasses classes = new ClassFileImporter()
			.importUrl(DurableReversals.class.getProtectionDomain().getCodeSource().getLocation());

		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "org.slf4j..", "org.flywaydb..", "liquibase..")
			.check(classes);
	}

}
