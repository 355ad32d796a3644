package io.github.wechatpayhk.sample.command;

import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application as a command needs it: all its beans, and no web server.
 */
final class CommandContext {

	private final Class<?> application;

	private final List<String> properties;

	CommandContext(Class<?> application, List<String> properties) {
		this.application = application;
		this.properties = properties;
	}

	/**
	 * Start the application.
	 * @param isVerbose whether it logs what it does, to the standard error output
	 * @param needsStore whether it opens the database
	 * @return the context, to be closed
	 */
	ConfigurableApplicationContext start(boolean isVerbose, boolean needsStore) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(this.application).web(WebApplicationType.NONE)
			.logStartupInfo(isVerbose)
			// The embedded database belongs to the application that runs meanwhile, and
			// so
			// does what is under way in it
			.properties("logging.threshold.console=" + (isVerbose ? "trace" : "error"),
					"wechatpay.hk.durable-reversal.enabled=" + needsStore,
					"wechatpay.hk.durable-reversal.auto-start=false");
		return builder.run(this.properties.toArray(String[]::new));
	}

}
