package io.github.wechatpayhk.simulator.main;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of the program.
 */
final class Options {

	static final String HELP = """
			Usage: java -jar wechatpay-hk-simulator-all.jar [options]
			  --port=8089             the port, 0 for a free one
			  --address=127.0.0.1     the address to listen on
			  --keys=DIR              where keys are read from, or written to when there are none;
			                          default wechatpay-hk-simulator-keys
			  --mode=both             public-key, certificates or both
			  --mchid=1900000109      the merchant number, also as sub-merchant
			  --sp-mchid=1900000100   the institution's number
			  --api-v3-key=KEY        32 bytes; default as in the documentation
			  --seed=NUMBER           fixes all chance but the keys
			  --ignore-rate-limits           accept any number of requests per second
			  --help                  this text
			""";

	private static final Set<String> NAMES = Set.of("port", "address", "keys", "mode", "mchid", "sp-mchid",
			"api-v3-key", "seed", "ignore-rate-limits", "help");

	private static final Set<String> FLAGS = Set.of("ignore-rate-limits", "help");

	private final Map<String, String> values;

	private Options(Map<String, String> values) {
		this.values = values;
	}

	static Options parse(String... arguments) {
		Map<String, String> values = new HashMap<>();
		for (int i = 0; i < arguments.length; i++) {
			String argument = arguments[i];
			int equals = argument.indexOf('=');
			String name = (equals < 0) ? argument : argument.substring(0, equals);
			if (!name.startsWith("--") || !NAMES.contains(name.substring(2))) {
				throw new IllegalArgumentException("Unknown option '" + argument + "'");
			}
			String key = name.substring(2);
			if (equals >= 0) {
				values.put(key, argument.substring(equals + 1));
			}
			else if (FLAGS.contains(key)) {
				values.put(key, "true");
			}
			else if (i + 1 < arguments.length) {
				values.put(key, arguments[++i]);
			}
			else {
				throw new IllegalArgumentException("The option '" + argument + "' needs a value");
			}
		}
		return new Options(values);
	}

	boolean isHelpWanted() {
		return this.values.containsKey("help");
	}

	boolean areRateLimitsIgnored() {
		return this.values.containsKey("ignore-rate-limits");
	}

	int port() {
		return Integer.parseInt(value("port", "8089"));
	}

	String address() {
		return value("address", "127.0.0.1");
	}

	Path keys() {
		return Path.of(value("keys", "wechatpay-hk-simulator-keys"));
	}

	PlatformMode mode() {
		return PlatformMode.valueOf(value("mode", "both").toUpperCase(Locale.ROOT).replace('-', '_'));
	}

	String mchid() {
		return value("mchid", SimulatedMerchant.DEFAULT_MCHID);
	}

	String spMchid() {
		return value("sp-mchid", SimulatedMerchant.DEFAULT_SP_MCHID);
	}

	String apiV3Key() {
		return value("api-v3-key", SimulatedMerchant.DEFAULT_API_V3_KEY);
	}

	@Nullable Long seed() {
		String seed = this.values.get("seed");
		return (seed != null) ? Long.valueOf(seed) : null;
	}

	private String value(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

}
