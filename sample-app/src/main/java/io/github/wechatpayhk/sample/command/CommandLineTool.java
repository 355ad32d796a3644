package io.github.wechatpayhk.sample.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import picocli.CommandLine;

/**
 * Runs one command in place of the application: without a web server, with nothing but
 * the result on the standard output, and with an exit code that scripts can rely on. What
 * looks like a property, {@code --wechatpay.hk.mchid=...} or
 * {@code --spring.profiles.active=live}, goes to Spring.
 */
public final class CommandLineTool {

	private static final Pattern PROPERTY = Pattern.compile("--[\\w-]+(\\.[\\w\\[\\]-]+)+(=.*)?", Pattern.DOTALL);

	private static final Pattern ORDER_NUMBER = Pattern.compile("[^-].*\\d.*");

	private final Class<?> application;

	/**
	 * Create the tool.
	 * @param application the application whose beans do the work
	 */
	public CommandLineTool(Class<?> application) {
		this.application = application;
	}

	/**
	 * Tell whether a command line is for this tool: whether it is anything but a single
	 * order number, which the application reverses when it starts. A word without a digit
	 * is taken for a command that was misspelt, not for an order.
	 * @param args the command line
	 * @return whether to run the tool
	 */
	public boolean isMeant(String... args) {
		List<String> arguments = commandArguments(args);
		return !arguments.isEmpty() && !(arguments.size() == 1 && ORDER_NUMBER.matcher(arguments.get(0)).matches());
	}

	/**
	 * Run the command.
	 * @param args the command line
	 * @return the exit code: 0 done, 1 rejected or different, 2 usage or not sent, 3
	 * unknown
	 */
	public int run(String... args) {
		PrintStream out = System.out;
		// whatever logs, and whatever else writes there, must not get between the result
		System.setOut(System.err);
		try {
			CommandContext context = new CommandContext(this.application, properties(args));
			CommandLine commandLine = new CommandLine(new ShopCommand(), new CommandFactory(context))
				.setExpandAtFiles(false)
				.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
				.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
				.setExecutionExceptionHandler(new CommandFailures());
			return commandLine.execute(commandArguments(args).toArray(String[]::new));
		}
		finally {
			System.setOut(out);
		}
	}

	private static List<String> commandArguments(String... args) {
		List<String> arguments = new ArrayList<>(List.of(args));
		arguments.removeIf(CommandLineTool::isProperty);
		return arguments;
	}

	private static List<String> properties(String... args) {
		List<String> properties = new ArrayList<>(List.of(args));
		properties.removeIf((argument) -> !isProperty(argument));
		return properties;
	}

	private static boolean isProperty(String argument) {
		return PROPERTY.matcher(argument).matches();
	}

}
