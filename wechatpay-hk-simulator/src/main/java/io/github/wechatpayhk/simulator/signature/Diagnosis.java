package io.github.wechatpayhk.simulator.signature;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.merchant.Merchants;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;

/**
 * Checks the usual mistakes to find out which message a refused signature does fit.
 */
final class Diagnosis {

	private static final byte[] NO_BODY = new byte[0];

	private final RawRequest request;

	private final AuthorizationHeader header;

	private final Merchants merchants;

	Diagnosis(RawRequest request, AuthorizationHeader header, Merchants merchants) {
		this.request = request;
		this.header = header;
		this.merchants = merchants;
	}

	List<String> hints() {
		List<String> hints = new ArrayList<>();
		for (SimulatedMerchant merchant : this.merchants.all()) {
			candidates().forEach((hint, text) -> {
				if (Rsa.isSignedBy(merchant.certificate().getPublicKey(), text, this.header.signature())) {
					boolean isOwn = this.merchants.find(this.header.mchid(), this.header.serialNumber()) == merchant;
					hints.add(isOwn ? hint : hint + "; it was made with the key of another merchant");
				}
			});
		}
		return hints;
	}

	private Map<String, byte[]> candidates() {
		byte[] body = this.request.body();
		String target = this.request.target();
		byte[] right = text(this.request.method(), target, body);
		Map<String, byte[]> candidates = new LinkedHashMap<>();
		candidates.put("The signature fits the right message", right);
		candidates.put("The signature fits the message without the line feed at its end",
				Arrays.copyOf(right, right.length - 1));
		candidates.put("The signature fits the message without a body", text(this.request.method(), target, NO_BODY));
		candidates.put("The signature fits the target without its query",
				text(this.request.method(), this.request.path(), body));
		candidates.put("The signature fits the percent-decoded target",
				text(this.request.method(), decode(target), body));
		candidates.put("The signature fits the method in lower case",
				text(this.request.method().toLowerCase(Locale.ROOT), target, body));
		if (target.startsWith("/hk/")) {
			candidates.put("The signature fits the target without its prefix /hk",
					text(this.request.method(), target.substring(3), body));
		}
		String host = String.valueOf(this.request.headers().first("Host"));
		for (String scheme : List.of("http://", "https://")) {
			candidates.put("The signature fits the whole URL instead of path and query (" + scheme + ")",
					text(this.request.method(), scheme + host + target, body));
		}
		return candidates;
	}

	private byte[] text(String method, String target, byte[] body) {
		return CanonicalText.ofRequest(method, target, this.header.timestamp(), this.header.nonce(), body);
	}

	private static String decode(String target) {
		try {
			return URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return target;
		}
	}

}
