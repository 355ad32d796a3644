package io.github.wechatpayhk.sample.command;

import java.net.URI;

import io.github.wechatpayhk.WechatPayHkClient;
import picocli.CommandLine.Option;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A command that uses the application's beans.
 */
abstract class ServiceCommand extends PrintedCommand {

	private final CommandContext context;

	@Option(names = { "-v", "--verbose" }, description = "log to the standard error output what is sent and received")
	private boolean isVerbose;

	ServiceCommand(CommandContext context) {
		this.context = context;
	}

	@Override
	final CommandResult result() {
		try (ConfigurableApplicationContext application = this.context.start(this.isVerbose, needsStore())) {
			CommandResult result = run(application);
			URI baseUrl = application.getBean(WechatPayHkClient.class).baseUrl();
			// plain http is accepted for loopback addresses only
			boolean isSimulator = "http".equals(baseUrl.getScheme());
			return (isSimulator ? result.after("Simulator at " + baseUrl + ", not WeChat Pay.") : result)
				.with("simulator", isSimulator);
		}
	}

	/**
	 * Return whether the command reads what is stored. The database must be free then, or
	 * one that several processes share.
	 */
	boolean needsStore() {
		return false;
	}

	abstract CommandResult run(ConfigurableApplicationContext application);

}
