package io.github.wechatpayhk.key;

import java.math.BigInteger;
import java.security.Key;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;

import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import org.jspecify.annotations.Nullable;

/**
 * A merchant's private key together with the API certificate that was issued for it.
 *
 * @param privateKey the RSA private key
 * @param certificate the certificate of that key
 * @since 0.1.0
 */
public record MerchantKey(PrivateKey privateKey, X509Certificate certificate) {

	/**
	 * Put key and certificate together.
	 * @param privateKey the RSA private key
	 * @param certificate the certificate of that key
	 * @throws UnusableKeyException if the certificate was issued for another key, or the
	 * key is not RSA of 2048 bits or more
	 */
	public MerchantKey {
		RsaRule.require(privateKey);
		if (!belongTogether(privateKey, certificate.getPublicKey())) {
			throw new UnusableKeyException("The certificate was issued for another private key");
		}
	}

	private static boolean belongTogether(Key privateKey, Key publicKey) {
		BigInteger ours = modulus(privateKey);
		return ours == null || ours.equals(modulus(publicKey));
	}

	private static @Nullable BigInteger modulus(Key key) {
		return (key instanceof RSAKey rsaKey) ? rsaKey.getModulus() : null;
	}

	/**
	 * Return what signs requests: the key under the serial number of its certificate.
	 * @return the credential
	 */
	public MerchantCredential credential() {
		return new MerchantCredential(SerialNumber.of(this.certificate), Signer.rsa(this.privateKey));
	}

	@Override
	public String toString() {
		return "MerchantKey[serialNumber=" + SerialNumber.of(this.certificate) + ", privateKey=***]";
	}

}
