package io.github.wechatpayhk.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.peer.Peer;
import io.github.wechatpayhk.benchmarks.peer.PeerKind;
import io.github.wechatpayhk.benchmarks.peer.PeerSettings;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.Signer;

/**
 * The first reversals of a JVM, one after the other: what a shop waits for after a start.
 * Optionally connections were prepared, and the signer has signed before.
 */
public final class FirstCalls {

	private static final int CALLS = 1000;

	private static final String PREFIX = "FIRST ";

	private FirstCalls() {
	}

	/**
	 * Measure and print, as a process of its own.
	 * @param options the command line
	 * @throws IOException if the keys cannot be read
	 */
	public static void main(Options options) throws IOException {
		BenchmarkKeys keys = BenchmarkKeys.read(Path.of(options.required("keys")));
		PeerSettings settings = new PeerSettings(keys, Integer.parseInt(options.required("gateway")), 1);
		PeerKind kind = options.text("provider", "default").equals("corretto") ? PeerKind.STARTER_CORRETTO
				: PeerKind.STARTER;
		try (Peer peer = kind.create(settings)) {
			long start = System.nanoTime();
			if (options.flag("connections")) {
				peer.warmUp();
			}
			sign(keys.merchant(), options.text("provider", "default"), options.number("signatures", 0));
			List<String> cells = new ArrayList<>();
			cells.add(millis((System.nanoTime() - start) / 1e6));
			double sum = 0;
			for (int call = 1; call <= CALLS; call++) {
				long before = System.nanoTime();
				((Peer.Reactive) peer).reverse(PeerSettings.OUT_TRADE_NO).block();
				double elapsed = (System.nanoTime() - before) / 1e6;
				sum += elapsed;
				if (call == 1 || call == 2 || call == 10 || call == 100 || call == CALLS) {
					cells.add(millis(elapsed));
				}
			}
			cells.add(millis(sum));
			System.out.println(PREFIX + String.join(" | ", cells));
		}
	}

	private static void sign(KeyPair keys, String provider, int signatures) {
		Signer signer = Signer.rsa(keys.getPrivate(), SignatureProvider.named(provider));
		byte[] message = new byte[256];
		for (int i = 0; i < signatures; i++) {
			signer.sign(message).block();
		}
	}

	private static String millis(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

	/**
	 * Tell whether a line was printed by {@link #main}.
	 * @param line a line of output
	 * @return the cells of a table, or nothing
	 */
	public static List<String> cells(String line) {
		return line.startsWith(PREFIX) ? List.of(line.substring(PREFIX.length())) : List.of();
	}

}
