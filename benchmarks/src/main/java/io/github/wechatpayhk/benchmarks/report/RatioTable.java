package io.github.wechatpayhk.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.wechatpayhk.benchmarks.load.Rate;
import io.github.wechatpayhk.benchmarks.load.Reading;

/**
 * The medians of a run as tables in Markdown, which can be read in a terminal as well.
 */
final class RatioTable {

	private static final List<String> HEAD = List.of("in flight", "client", "per s", "÷ limit", "÷ official", "÷ plain",
			"p50 µs", "p99 µs", "p99.9 µs", "p99 ÷ queue", "CPU s/1000", "gateway CPU", "KiB/op", "beyond plain",
			"and RSA", "threads");

	private static final List<String> RATE_HEAD = List.of("RSA-2048", "sign/s", "verify/s", "sign/s, all cores",
			"verify/s, all cores", "KiB/sign", "KiB/verify");

	private static final String PLAIN = "plain-webclient";

	private static final String OFFICIAL = "official-okhttp";

	private final Readings readings;

	RatioTable(Readings readings) {
		this.readings = readings;
	}

	List<String> ratios() {
		List<List<String>> rows = new ArrayList<>();
		for (int inFlight : this.readings.concurrencies()) {
			for (String client : this.readings.clients()) {
				if (!Double.isNaN(this.readings.throughput(client, inFlight))) {
					rows.add(row(client, inFlight));
				}
			}
		}
		return markdown(HEAD, rows);
	}

	private List<String> row(String client, int inFlight) {
		double throughput = this.readings.throughput(client, inFlight);
		double p99 = this.readings.median(client, inFlight, Reading::p99);
		double allocated = this.readings.median(client, inFlight, Reading::allocated);
		double plain = this.readings.median(PLAIN, inFlight, Reading::allocated);
		double rsa = this.readings.allocated(provider(client), "sign")
				+ this.readings.allocated(provider(client), "verify");
		return List.of(Integer.toString(inFlight), client, number("%.0f", throughput),
				client.equals(PLAIN) ? ""
						: number("%.2f", throughput / this.readings.limit(provider(client), inFlight)),
				number("%.2f", throughput / this.readings.throughput(OFFICIAL, inFlight)),
				number("%.2f", throughput / this.readings.throughput(PLAIN, inFlight)),
				number("%.0f", this.readings.median(client, inFlight, Reading::p50)), number("%.0f", p99),
				number("%.0f", this.readings.median(client, inFlight, Reading::p999)),
				number("%.2f", p99 * throughput / inFlight / 1e6),
				number("%.3f", this.readings.median(client, inFlight, Reading::cpu)),
				number("%.3f", this.readings.median(client, inFlight, Reading::gatewayCpu)),
				number("%.1f", allocated / 1024), number("%.1f", (allocated - plain) / 1024),
				client.equals(PLAIN) ? "" : number("%.1f", (allocated - plain - rsa) / 1024),
				number("%.0f", this.readings.median(client, inFlight, Reading::threads)));
	}

	static String provider(String client) {
		return client.endsWith("-corretto") ? "corretto" : "default";
	}

	List<String> rates() {
		List<List<String>> rows = new ArrayList<>();
		int threads = this.readings.mostThreads();
		this.readings.rates()
			.stream()
			.map(Rate::provider)
			.distinct()
			.forEach((provider) -> rows.add(List.of(provider, number("%.0f", this.readings.rate(provider, "sign", 1)),
					number("%.0f", this.readings.rate(provider, "verify", 1)),
					number("%.0f", this.readings.rate(provider, "sign", threads)),
					number("%.0f", this.readings.rate(provider, "verify", threads)),
					number("%.1f", this.readings.allocated(provider, "sign") / 1024),
					number("%.1f", this.readings.allocated(provider, "verify") / 1024))));
		return markdown(RATE_HEAD, rows);
	}

	static String number(String format, double value) {
		return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
	}

	private static List<String> markdown(List<String> head, List<List<String>> rows) {
		List<List<String>> all = new ArrayList<>();
		all.add(head);
		all.addAll(rows);
		int[] widths = new int[head.size()];
		all.forEach((row) -> {
			for (int i = 0; i < widths.length; i++) {
				widths[i] = Math.max(widths[i], row.get(i).length());
			}
		});
		List<String> lines = new ArrayList<>();
		for (List<String> row : all) {
			StringBuilder line = new StringBuilder("|");
			for (int i = 0; i < widths.length; i++) {
				line.append(' ').append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(" |");
			}
			lines.add(line.toString());
		}
		StringBuilder rule = new StringBuilder("|");
		for (int width : widths) {
			rule.append(' ').append("-".repeat(width)).append(" |");
		}
		lines.add(1, rule.toString());
		return lines;
	}

}
