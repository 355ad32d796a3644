package io.github.wechatpayhk.sample.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command that prints one result, as lines or as one JSON object.
 */
abstract class PrintedCommand implements Callable<Integer> {

	@CommandLine.Spec
	private CommandLine.Model.@Nullable CommandSpec spec;

	@Option(names = "--json", description = "print one JSON object, for scripts")
	private boolean isJson;

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "show this help")
	@SuppressWarnings("unused")
	private boolean isHelpWanted;

	@Override
	public final Integer call() {
		CommandResult result = result();
		print(result);
		return result.exitCode();
	}

	abstract CommandResult result();

	/**
	 * Refuse what was written on the command line.
	 * @param problem what is wrong
	 * @return the error
	 */
	final CommandLine.ParameterException wrong(String problem) {
		return new CommandLine.ParameterException(spec().commandLine(), problem);
	}

	private void print(CommandResult result) {
		PrintWriter out = spec().commandLine().getOut();
		if (this.isJson) {
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("command", spec().name());
			json.put("outcome", result.outcome());
			json.putAll(result.facts());
			out.println(
					JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(json));
		}
		else {
			result.lines().forEach(out::println);
		}
		out.flush();
	}

	private CommandLine.Model.CommandSpec spec() {
		return Objects.requireNonNull(this.spec);
	}

}
