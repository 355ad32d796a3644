package io.github.wechatpayhk.merchant;

import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;

/**
 * What a merchant proves itself with: the serial number of its API certificate, and the
 * private key of that certificate behind a {@link Signer}.
 *
 * @param serialNumber the serial number of the merchant's API certificate, not that of a
 * platform certificate
 * @param signer signs with the certificate's key
 * @since 0.1.0
 */
public record MerchantCredential(SerialNumber serialNumber, Signer signer) {

	@Override
	public String toString() {
		return "MerchantCredential[serialNumber=" + this.serialNumber + ", signer=***]";
	}

}
