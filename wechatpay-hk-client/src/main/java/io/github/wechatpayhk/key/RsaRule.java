package io.github.wechatpayhk.key;

import java.security.Key;
import java.security.interfaces.RSAKey;

/**
 * What WeChat Pay asks of every key: RSA of 2048 bits at least (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#request-signing">protocol</a>).
 */
final class RsaRule {

	private static final int MINIMUM_BITS = 2048;

	private RsaRule() {
	}

	static <K extends Key> K require(K key) {
		if (!key.getAlgorithm().equals("RSA")) {
			throw new UnusableKeyException("It holds a key of the type " + key.getAlgorithm() + ", not RSA");
		}
		if (key instanceof RSAKey rsaKey && rsaKey.getModulus().bitLength() < MINIMUM_BITS) {
			throw new UnusableKeyException("It holds an RSA key of " + rsaKey.getModulus().bitLength()
					+ " bits, but needs " + MINIMUM_BITS + " at least");
		}
		return key;
	}

}
