package io.github.wechatpayhk.simulator;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.wechatpayhk.simulator.http.RawHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests control a simulator. Programs do, and pages that the simulator
 * served itself. A page of another site is recognized by its {@code Origin}, or by its
 * {@code Host} where its name was made to lead to this machine.
 */
final class ControlAccess {

	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

	private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

	private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "[::]");

	private final String bound;

	ControlAccess(String bound) {
		this.bound = (bound.contains(":") && !bound.startsWith("[")) ? "[" + bound + "]" : bound;
	}

	/**
	 * Tell why a request must not control the simulator.
	 * @param headers its headers
	 * @return the reason, or {@code null} if it may
	 */
	@Nullable String refusal(RawHeaders headers) {
		String host = String.valueOf(headers.first("Host"));
		if (!isOwn(host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT))) {
			return "'Host' is no name of this simulator, so nothing was done; use a loopback address,"
					+ " or the address that it listens on";
		}
		String origin = headers.first("Origin");
		if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
			return "'Origin' is another site, so nothing was done; control the simulator from a program";
		}
		return null;
	}

	// Where each address is listened on, an address is as good as the bound one: only a
	// name can be made to lead to another machine
	private boolean isOwn(String host) {
		return LOOPBACK.matcher(host).matches() || host.equalsIgnoreCase(this.bound)
				|| (EVERY_ADDRESS.contains(this.bound) && ADDRESS.matcher(host).matches());
	}

}
