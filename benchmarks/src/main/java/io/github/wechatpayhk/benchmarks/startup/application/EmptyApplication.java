package io.github.wechatpayhk.benchmarks.startup.application;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * An application without any bean of its own, which prints what its start took and ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class EmptyApplication {

	private static final int WATCH_SECONDS = 2;

	/**
	 * What the starter does in the background is done by then.
	 */
	private static final int PREPARATION_SECONDS = 5;

	/**
	 * Start, print and end.
	 * @param arguments the properties of the application
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(String[] arguments) throws InterruptedException {
		String mode = System.getProperty("benchmark.mode", "time");
		SpringApplication application = new SpringApplication(EmptyApplication.class);
		BeanClock beans = new BeanClock();
		CountedKeys keys = new CountedKeys();
		if (mode.equals("steps")) {
			application.setApplicationStartup(beans);
		}
		if (mode.equals("count")) {
			keys.install(application);
		}
		application.addListeners((ApplicationListener<ApplicationReadyEvent>) (event) -> printReady());
		ConfigurableApplicationContext context = application.run(arguments);
		if (mode.equals("steps")) {
			beans.print();
		}
		if (mode.equals("count")) {
			keys.print();
			// whatever begins in the background counts as well
			TimeUnit.SECONDS.sleep(WATCH_SECONDS);
		}
		if (mode.equals("call")) {
			TimeUnit.SECONDS.sleep(PREPARATION_SECONDS);
			TwoReversals.print(context);
		}
		context.close();
	}

	private static void printReady() {
		long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		double cpuMillis = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6;
		int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		System.out.println("READY " + millis + ' ' + cpuMillis + ' ' + classes + ' ' + heap);
	}

	/**
	 * The only bean, in an application that calls something with {@code WebClient}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("benchmark.web-client")
	static class OneWebClient {

		@Bean
		WebClient webClient(WebClient.Builder builder) {
			return builder.build();
		}

	}

}
