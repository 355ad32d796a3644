package io.github.wechatpayhk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.wechatpayhk.fixture.CodingRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CodingRulesTests {

	@ParameterizedTest
	@ValueSource(classes = { Counter.class, Cache.class, Names.class, Bytes.class, Total.class, PerThread.class,
			Holder.class, Nested.class })
	void refusesWhatIsStaticAndChanges(Class<?> type) {
		assertThat(holdsNothingThatChanges(type)).isFalse();
	}

	@Test
	void acceptsConstants() {
		assertThat(holdsNothingThatChanges(Constants.class)).isTrue();
	}

	private static boolean holdsNothingThatChanges(Class<?> type) {
		return !CodingRules.NOTHING_STATIC_CHANGES.evaluate(new ClassFileImporter().importClasses(type)).hasViolation();
	}

	private static final class Counter {

		static int count;

	}

	private static final class Cache {

		static final Map<String, String> VALUES = new ConcurrentHashMap<>();

	}

	private static final class Names {

		static final List<String> VALUES = new ArrayList<>();

	}

	private static final class Bytes {

		static final byte[] VALUE = { 1 };

	}

	private static final class Total {

		static final AtomicLong VALUE = new AtomicLong();

	}

	private static final class PerThread {

		static final ThreadLocal<String> VALUE = new ThreadLocal<>();

	}

	private record Held(Map<String, String> values) {

	}

	private static final class Holder {

		static final Held VALUE = new Held(new ConcurrentHashMap<>());

	}

	private static final class Nested {

		static final List<AtomicLong> VALUES = List.of(new AtomicLong());

	}

	private static final class Constants {

		static final String TEXT = "text";

		static final byte[] NO_BYTES = {};

		static final TimeUnit UNIT = TimeUnit.SECONDS;

		static final List<String> NAMES = Collections.unmodifiableList(new ArrayList<>());

		static final Held HELD = new Held(Map.of("a", "b"));

	}

}
