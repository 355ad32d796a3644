package io.github.wechatpayhk;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.github.wechatpayhk.fixture.CodingRules;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the packages of the client to the picture in {@code ARCHITECTURE.md}.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.wechatpayhk";

	private static final Path PICTURE = Path.of(System.getProperty("basedir", "."), "..", "ARCHITECTURE.md");

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
	void packagesDependOnWhatThePictureShows() {
		DrawnPackages picture = DrawnPackages.read(PICTURE);
		Map<String, Set<String>> dependencies = new TreeMap<>();
		for (JavaClass type : classes) {
			Set<String> needed = dependencies.computeIfAbsent(type.getPackageName(), (name) -> new TreeSet<>());
			type.getDirectDependenciesFromSelf()
				.stream()
				.map((dependency) -> dependency.getTargetClass().getPackageName())
				.filter((name) -> name.startsWith(ROOT) && !name.equals(type.getPackageName()))
				.forEach(needed::add);
		}

		assertThat(picture.packages()).isEqualTo(dependencies.keySet());
		assertThat(dependencies)
			.allSatisfy((name, needed) -> assertThat(picture.reachableFrom(name)).as("What %s may depend on", name)
				.containsAll(needed));
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
	void trustNeedsNoSpring() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT + ".trust")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..")
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
