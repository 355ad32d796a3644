package io.github.wechatpayhk.sample.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command that holds all others.
 */
@Command(name = "wechatpay-hk", synopsisSubcommandLabel = "COMMAND",
		description = "Calls WeChat Pay Hong Kong from the command line. Without the profile 'live', "
				+ "a simulator stands in its place.",
		footer = { "", "Exit codes: 0 done, 1 rejected or different, 2 usage or not sent, 3 unknown.",
				"Options with a dot in their name are properties: --spring.profiles.active=live" },
		subcommands = { DoctorCommand.class, ReverseCommand.class, QueryCommand.class, CertificatesCommand.class,
				SignCommand.class, ReconcileCommand.class, ExplainCommand.class, CommandLine.HelpCommand.class })
final class ShopCommand implements Runnable {

	@CommandLine.Spec
	private CommandLine.Model.@Nullable CommandSpec spec;

	@CommandLine.Option(names = { "-h", "--help" }, usageHelp = true, description = "show this help")
	@SuppressWarnings("unused")
	private boolean isHelpWanted;

	@Override
	public void run() {
		if (this.spec != null) {
			throw new CommandLine.ParameterException(this.spec.commandLine(), "Missing command");
		}
	}

}
