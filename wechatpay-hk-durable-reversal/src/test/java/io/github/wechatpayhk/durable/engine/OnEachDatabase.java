package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;

import io.github.wechatpayhk.durable.DurableReversals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests whose rules hold on each kind of database: each has a world of its own.
 */
@ParameterizedClass
@MethodSource("io.github.wechatpayhk.durable.engine.TestDatabase#chosen")
abstract class OnEachDatabase {

	@TempDir
	private Path directory;

	private final TestDatabase database;

	DurableWorld world;

	OnEachDatabase(TestDatabase database) {
		this.database = database;
	}

	@BeforeEach
	void createWorld() {
		this.world = new DurableWorld(this.database, this.directory);
	}

	@AfterEach
	void closeWorld() {
		this.world.close();
	}

	TestDatabase database() {
		return this.database;
	}

	Path directory() {
		return this.directory;
	}

	DurableReversals reversals() {
		return this.world.reversals();
	}

}
