package io.github.wechatpayhk.sample.command;

import io.github.wechatpayhk.error.WechatPayHkException;
import picocli.CommandLine;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;

/**
 * Ends a command that failed outside its call. An application that did not start has sent
 * nothing, and its own report is on the standard error output by then.
 */
final class CommandFailures implements CommandLine.IExecutionExceptionHandler {

	@Override
	public int handleExecutionException(Exception ex, CommandLine commandLine, CommandLine.ParseResult parseResult)
			throws Exception {
		if (ex instanceof CommandLine.ParameterException wrong) {
			throw wrong;
		}
		if (ex instanceof BeanCreationException || ex instanceof ConfigurationPropertiesBindException) {
			commandLine.getErr().println("The application did not start, so nothing was sent.");
			return CommandResult.NOT_SENT;
		}
		commandLine.getErr().println("Failed: " + ex);
		return (ex instanceof WechatPayHkException known) ? CommandResult.failed("", known).exitCode()
				: CommandResult.UNKNOWN;
	}

}
