package io.github.wechatpayhk.sample.command;

import java.lang.reflect.Constructor;

import picocli.CommandLine;

/**
 * Makes the commands. They get the application, which is not started before a command
 * runs: wrong usage is reported at once.
 */
final class CommandFactory implements CommandLine.IFactory {

	private final CommandContext context;

	CommandFactory(CommandContext context) {
		this.context = context;
	}

	@Override
	public <K> K create(Class<K> type) throws Exception {
		if (ServiceCommand.class.isAssignableFrom(type)) {
			Constructor<K> constructor = type.getDeclaredConstructor(CommandContext.class);
			return constructor.newInstance(this.context);
		}
		return CommandLine.defaultFactory().create(type);
	}

}
