package io.github.wechatpayhk.probe;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What nobody must ever read in a log or an error.
 */
final class Secrets {

	private static final int TELLING = 40;

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
		RSAPrivateCrtKey key = (RSAPrivateCrtKey) Vectors.privateKey("private.pem");
		Stream<String> numbers = Stream
			.of(key.getPrivateExponent(), key.getPrimeP(), key.getPrimeQ(), key.getCrtCoefficient())
			.flatMap((number) -> Stream.of(number.toString().substring(0, TELLING),
					number.toString(16).substring(0, TELLING)));
		Stream<String> lines = Vectors.text("private.pem")
			.lines()
			.filter((line) -> line.length() >= TELLING && !line.startsWith("-"));
		return Stream.concat(numbers, lines);
	}

	private static Stream<String> pieces(@Nullable String authorization) {
		String signature = Objects.requireNonNull(authorization).replaceAll(".*signature=\"([^\"]+)\".*", "$1");
		return Stream.iterate(0, (start) -> start + ECHO <= signature.length(), (start) -> start + TELLING)
			.flatMap((start) -> Stream.of(signature.substring(start, start + TELLING),
					signature.substring(start, start + ECHO).replaceAll("[+/=]", "").substring(0, TELLING)));
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
