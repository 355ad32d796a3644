package io.github.wechatpayhk.benchmarks.micro;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;

import org.springframework.http.HttpHeaders;

/**
 * One signed 204 for ever, at a time that stands still.
 */
final class SignedResponses {

	static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1554209980));

	private static final String NONCE = "c5ac7061fccab6bf3e254dcf98995b8c";

	private SignedResponses() {
	}

	static HttpHeaders headers(BenchmarkKeys keys) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Request-ID", "08F59F80E60510C301188EA3A3580C20E3A3B2F8");
		headers.set("Wechatpay-Nonce", NONCE);
		headers.set("Wechatpay-Serial", BenchmarkKeys.PUBLIC_KEY_ID);
		headers.set("Wechatpay-Signature", signature(keys));
		headers.set("Wechatpay-Timestamp", Long.toString(CLOCK.instant().getEpochSecond()));
		return HttpHeaders.readOnlyHttpHeaders(headers);
	}

	private static String signature(BenchmarkKeys keys) {
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(keys.platform().getPrivate());
			signature
				.update((CLOCK.instant().getEpochSecond() + "\n" + NONCE + "\n\n").getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
