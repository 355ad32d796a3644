package io.github.wechatpayhk.benchmarks.startup.application;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.context.metrics.buffering.StartupTimeline;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.metrics.StartupStep;

/**
 * An application without any bean of its own, which prints what its start took and ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class EmptyApplication {

	private static final int STEPS = 10_000;

	private static final int WATCH_SECONDS = 2;

	private static final String INSTANTIATE = "spring.beans.instantiate";

	/**
	 * Start, print and end.
	 * @param arguments the properties of the application
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(String[] arguments) throws InterruptedException {
		String mode = System.getProperty("benchmark.mode", "time");
		SpringApplication application = new SpringApplication(EmptyApplication.class);
		BufferingApplicationStartup steps = new BufferingApplicationStartup(STEPS);
		CountedKeys keys = new CountedKeys();
		if (mode.equals("steps")) {
			application.setApplicationStartup(steps);
		}
		if (mode.equals("count")) {
			keys.install(application);
		}
		application.addListeners((ApplicationListener<ApplicationReadyEvent>) (event) -> printReady());
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			if (mode.equals("steps")) {
				printSteps(steps.getBufferedTimeline());
			}
			if (mode.equals("count")) {
				keys.print();
				// whatever begins in the background counts as well
				TimeUnit.SECONDS.sleep(WATCH_SECONDS);
			}
		}
	}

	private static void printReady() {
		long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		System.out.println("READY " + millis + ' ' + classes + ' ' + heap);
	}

	/**
	 * Print how long each bean took without the beans that it asked for.
	 */
	private static void printSteps(StartupTimeline timeline) {
		Map<Long, Long> nanos = new HashMap<>();
		Map<Long, String> beans = new HashMap<>();
		for (StartupTimeline.TimelineEvent event : timeline.getEvents()) {
			StartupStep step = event.getStartupStep();
			if (step.getName().equals(INSTANTIATE)) {
				nanos.put(step.getId(), event.getDuration().toNanos());
				beans.put(step.getId(), beanName(step));
			}
		}
		for (StartupTimeline.TimelineEvent event : timeline.getEvents()) {
			StartupStep step = event.getStartupStep();
			Long parent = step.getParentId();
			if (step.getName().equals(INSTANTIATE) && parent != null) {
				nanos.computeIfPresent(parent, (id, all) -> all - event.getDuration().toNanos());
			}
		}
		beans.forEach((id, name) -> System.out.println("STEP " + name + ' ' + nanos.get(id)));
	}

	private static String beanName(StartupStep step) {
		for (StartupStep.Tag tag : step.getTags()) {
			if (tag.getKey().equals("beanName")) {
				return tag.getValue();
			}
		}
		return "";
	}

}
