package io.github.wechatpayhk.simulator.platform;

import java.security.PrivateKey;

/**
 * A private key of the platform under the name that responses give it.
 *
 * @param name the certificate's serial number or the public key's id, as it stands in
 * {@code Wechatpay-Serial}
 * @param privateKey the RSA key that signs
 * @since 0.1.0
 */
public record PlatformKey(String name, PrivateKey privateKey) {

	/**
	 * Shows the name only.
	 */
	@Override
	public String toString() {
		return this.name;
	}

}
