package io.github.wechatpayhk.simulator.main;

import java.io.PrintStream;
import java.io.UncheckedIOException;

import io.github.wechatpayhk.simulator.SimulatorBuilder;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.gateway.RateLimits;

/**
 * The simulator as a program. It writes the keys that a client needs into a folder, and
 * is controlled over HTTP below {@code /_simulator}.
 *
 * @since 0.1.0
 */
public final class SimulatorApplication {

	private SimulatorApplication() {
	}

	/**
	 * Run the program until it is killed. The exit code is 1 if it cannot start, and 2 if
	 * the arguments are wrong.
	 * @param arguments see {@code --help}
	 */
	public static void main(String[] arguments) {
		try {
			Options options = Options.parse(arguments);
			if (options.isHelpWanted()) {
				System.out.print(Options.HELP);
				return;
			}
			WechatPayHkSimulator simulator = start(options, System.out);
			Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.print(Options.HELP);
			System.exit(2);
		}
		catch (UncheckedIOException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	static WechatPayHkSimulator start(Options options, PrintStream out) {
		KeyFolder folder = KeyFolder.open(options.keys());
		SimulatorBuilder builder = WechatPayHkSimulator.builder()
			.address(options.address())
			.port(options.port())
			.merchant(folder.merchant(options))
			.platform((settings) -> folder.platform(settings).withMode(options.mode()))
			.controlApi();
		if (options.seed() != null) {
			builder.seed(options.seed());
		}
		if (options.areRateLimitsIgnored()) {
			builder.rateLimit(RateLimits.none());
		}
		WechatPayHkSimulator simulator = builder.start();
		folder.describe(simulator);
		out.println("WeChat Pay Hong Kong simulator");
		out.println("  paths /hk/v3       " + simulator.baseUrl());
		out.println("  paths /v3/global   " + simulator.globalBaseUrl());
		out.println("  keys and settings  " + options.keys());
		out.println("  control            " + simulator.globalBaseUrl() + "_simulator/openapi.json");
		out.println("  a paid order       " + WechatPayHkSimulator.PAID_ORDER);
		out.flush();
		return simulator;
	}

}
