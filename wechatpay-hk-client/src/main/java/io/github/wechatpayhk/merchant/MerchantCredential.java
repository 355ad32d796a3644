package io.github.wechatpayhk.merchant;

import java.util.function.Supplier;

import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;

/**
 * What a merchant proves itself with: the serial number of its API certificate, and the
 * private key of that certificate behind a {@link Signer}. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class MerchantCredential {

	private final Supplier<Pair> present;

	/**
	 * Create a credential that stays as it is.
	 * @param serialNumber the serial number of the merchant's API certificate, not that
	 * of a platform certificate
	 * @param signer signs with the certificate's key
	 */
	public MerchantCredential(SerialNumber serialNumber, Signer signer) {
		Pair pair = new Pair(serialNumber, signer);
		this.present = () -> pair;
	}

	private MerchantCredential(Supplier<MerchantCredential> source) {
		this.present = () -> source.get().present.get();
	}

	/**
	 * Create a credential that may be replaced while requests are made. Each request
	 * takes key and serial number of one moment.
	 * @param source gives the credential of the present, without blocking
	 * @return the credential
	 */
	public static MerchantCredential changing(Supplier<MerchantCredential> source) {
		return new MerchantCredential(source);
	}

	/**
	 * Return what the credential is at this moment.
	 * @return a credential that stays as it is
	 */
	public MerchantCredential present() {
		Pair pair = this.present.get();
		return new MerchantCredential(pair.serialNumber, pair.signer);
	}

	/**
	 * Return the serial number of the merchant's API certificate at this moment.
	 * @return the serial number
	 */
	public SerialNumber serialNumber() {
		return this.present.get().serialNumber;
	}

	/**
	 * Return what signs at this moment.
	 * @return the signer
	 */
	public Signer signer() {
		return this.present.get().signer;
	}

	/**
	 * Return whether another credential signs with the same key under the same serial
	 * number at this moment.
	 * @param other the other credential
	 * @return whether their serial numbers and their signers are equal
	 */
	public boolean isSameAs(MerchantCredential other) {
		return this.present.get().equals(other.present.get());
	}

	@Override
	public String toString() {
		return "MerchantCredential[serialNumber=" + serialNumber() + ", signer=***]";
	}

	private record Pair(SerialNumber serialNumber, Signer signer) {
	}

}
