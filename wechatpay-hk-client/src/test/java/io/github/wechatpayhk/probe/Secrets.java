package io.github.wechatpayhk.probe;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.wechatpayhk.fixture.KeyPieces;
import org.jspecify.annotations.Nullable;

/**
 * What nobody must ever read in a log or an error.
 */
final class Secrets {

	private static final int ECHO = 100;

	private Secrets() {
	}

	/**
	 * Return the secrets, cut into pieces so that a part of one is noticed as well.
	 * @param gateway saw the requests
	 * @return texts to look for
	 */
	static Stream<String> of(ProbeGateway gateway) {
		Stream<String> authorizations = gateway.requests()
			.stream()
			.map((request) -> request.header("Authorization"))
			.filter(Objects::nonNull)
			.flatMap(Secrets::pieces);
		return Stream.concat(key(), authorizations);
	}

	private static Stream<String> key() {
		return KeyPieces.of((RSAPrivateCrtKey) Vectors.privateKey("private.pem"), Vectors.text("private.pem"));
	}

	private static Stream<String> pieces(@Nullable String authorization) {
		String signature = Objects.requireNonNull(authorization).replaceAll(".*signature=\"([^\"]+)\".*", "$1");
		return Stream.iterate(0, (start) -> start + ECHO <= signature.length(), (start) -> start + KeyPieces.LENGTH)
			.flatMap((start) -> Stream.of(signature.substring(start, start + KeyPieces.LENGTH),
					signature.substring(start, start + ECHO).replaceAll("[+/=]", "").substring(0, KeyPieces.LENGTH)));
	}

	/**
	 * Return all that an error tells: itself, its causes and what was suppressed.
	 * @param error the error, or {@code null} for none
	 * @return its text
	 */
	static String textOf(@Nullable Throwable error) {
		StringWriter text = new StringWriter();
		if (error != null) {
			error.printStackTrace(new PrintWriter(text, true));
		}
		return text.toString();
	}

}
