package io.github.wechatpayhk.test.operations;

import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;

/**
 * What nobody must ever read in a log, a metric, a span or an answer of Actuator.
 */
final class Secrets {

	private static final int TELLING = 40;

	private Secrets() {
	}

	/**
	 * Return the secrets, cut into pieces so that a part of one is noticed as well.
	 * @param simulator saw the requests
	 * @return texts to look for
	 */
	static String[] of(WechatPayHkSimulator simulator) {
		RSAPrivateCrtKey key = (RSAPrivateCrtKey) simulator.merchant().privateKey();
		Stream<String> numbers = Stream.of(key.getPrivateExponent(), key.getPrimeP(), key.getPrimeQ())
			.flatMap((number) -> Stream.of(number.toString().substring(0, TELLING),
					number.toString(16).substring(0, TELLING)));
		Stream<String> lines = simulator.merchant()
			.privateKeyPem()
			.lines()
			.filter((line) -> line.length() >= TELLING && !line.startsWith("-"));
		Stream<String> signatures = simulator.requests()
			.all()
			.stream()
			.map((request) -> request.header("Authorization"))
			.filter(Objects::nonNull)
			.map((value) -> value.replaceAll(".*signature=\"([^\"]+)\".*", "$1").substring(0, TELLING));
		return Stream.of(numbers, lines, signatures, Stream.of(simulator.merchant().apiV3Key()))
			.flatMap((texts) -> texts)
			.toArray(String[]::new);
	}

}
