package io.github.wechatpayhk.test.operations;

import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.wechatpayhk.fixture.KeyPieces;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;

/**
 * What nobody must ever read in a log, a metric, a span or a response of Actuator.
 */
final class Secrets {

	private Secrets() {
	}

	/**
	 * Return the secrets, cut into pieces so that a part of one is noticed as well.
	 * @param simulator saw the requests
	 * @return texts to look for
	 */
	static String[] of(WechatPayHkSimulator simulator) {
		Stream<String> key = KeyPieces.of((RSAPrivateCrtKey) simulator.merchant().privateKey(),
				simulator.merchant().privateKeyPem());
		Stream<String> signatures = simulator.requests()
			.all()
			.stream()
			.map((request) -> request.header("Authorization"))
			.filter(Objects::nonNull)
			.map((value) -> value.replaceAll(".*signature=\"([^\"]+)\".*", "$1").substring(0, KeyPieces.LENGTH));
		return Stream.of(key, signatures, Stream.of(simulator.merchant().apiV3Key()))
			.flatMap((texts) -> texts)
			.toArray(String[]::new);
	}

}
