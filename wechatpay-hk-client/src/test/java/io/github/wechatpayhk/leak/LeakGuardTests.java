package io.github.wechatpayhk.leak;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guards the guard: without it the whole suite would pass whatever leaks.
 */
class LeakGuardTests {

	@Test
	void runsAtTheLevelThatMissesNothing() {
		assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
	}

	@Test
	void failsTheClassInWhichSomethingLeaks() {
		TestExecutionSummary summary = run(PlantedLeak.class);

		assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
		assertThat(summary.getTotalFailureCount()).isEqualTo(1);
		assertThat(summary.getFailures().get(0).getException()).hasMessageStartingWith("LEAK:");
	}

	private static TestExecutionSummary run(Class<?> testClass) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClass(testClass))
			.build();
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create().execute(request, listener);
		return listener.getSummary();
	}

	/**
	 * Not found by the build, as it is no test of its own.
	 */
	static class PlantedLeak {

		@Test
		void leaks() {
			ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer();
			assertThat(buffer.refCnt()).isEqualTo(1);
		}

	}

}
