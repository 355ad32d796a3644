package io.github.wechatpayhk.benchmarks.report;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wechatpayhk.benchmarks.load.Rate;

/**
 * What OpenSSL's own measurement says, where OpenSSL is installed.
 */
final class OpensslSpeed {

	private static final Pattern RESULT = Pattern
		.compile("^rsa\\s+2048 bits\\s+[0-9.]+s\\s+[0-9.]+s\\s+([0-9.]+)\\s+([0-9.]+).*");

	private OpensslSpeed() {
	}

	static List<Rate> measure(int seconds) {
		List<Rate> rates = new ArrayList<>();
		int processors = Runtime.getRuntime().availableProcessors();
		String time = Integer.toString(Math.max(seconds, 1));
		rates.addAll(measure(1, List.of("openssl", "speed", "-seconds", time, "rsa2048")));
		rates.addAll(measure(processors,
				List.of("openssl", "speed", "-seconds", time, "-multi", Integer.toString(processors), "rsa2048")));
		return rates;
	}

	private static List<Rate> measure(int threads, List<String> command) {
		try {
			return rates(threads, Processes.run(command, Duration.ofMinutes(5)).lines());
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	static List<Rate> rates(int threads, List<String> lines) {
		List<Rate> rates = new ArrayList<>();
		for (String line : lines) {
			Matcher result = RESULT.matcher(line);
			if (result.matches()) {
				rates.add(new Rate("openssl", "sign", threads, Double.parseDouble(result.group(1)), Double.NaN));
				rates.add(new Rate("openssl", "verify", threads, Double.parseDouble(result.group(2)), Double.NaN));
			}
		}
		return rates;
	}

}
