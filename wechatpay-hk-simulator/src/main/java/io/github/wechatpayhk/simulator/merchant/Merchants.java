package io.github.wechatpayhk.simulator.merchant;

import java.math.BigInteger;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * All merchants of one simulator. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class Merchants {

	private final List<SimulatedMerchant> all;

	/**
	 * Register merchants.
	 * @param all at least one merchant
	 */
	public Merchants(List<SimulatedMerchant> all) {
		if (all.isEmpty()) {
			throw new IllegalArgumentException("There must be a merchant");
		}
		this.all = List.copyOf(all);
	}

	/**
	 * Return the merchant that was registered first.
	 * @return the merchant
	 */
	public SimulatedMerchant first() {
		return this.all.get(0);
	}

	/**
	 * Return all merchants.
	 * @return the merchants, in the order of registration
	 */
	public List<SimulatedMerchant> all() {
		return this.all;
	}

	/**
	 * Return every merchant for which a number may sign; an institution has one for each
	 * sub-merchant.
	 * @param signer the number in {@code Authorization}
	 * @return the merchants, possibly none
	 */
	public List<SimulatedMerchant> signedBy(String signer) {
		return this.all.stream().filter((merchant) -> merchant.signsAs(signer)).toList();
	}

	/**
	 * Find a merchant by signer and certificate.
	 * @param signer the number in {@code Authorization}
	 * @param serialNumber the serial number of its certificate, in any letter case and
	 * with or without leading zeros
	 * @return the merchant, or {@code null} when there is none
	 */
	public @Nullable SimulatedMerchant find(String signer, String serialNumber) {
		if (!serialNumber.matches("[0-9A-Fa-f]{1,64}")) {
			return null;
		}
		BigInteger number = new BigInteger(serialNumber, 16);
		for (SimulatedMerchant merchant : this.all) {
			if (merchant.signsAs(signer) && merchant.certificate().getSerialNumber().equals(number)) {
				return merchant;
			}
		}
		return null;
	}

	/**
	 * Tell whether any merchant has this number, in whichever role.
	 * @param number a merchant number
	 * @return whether it is known
	 */
	public boolean isKnown(String number) {
		return this.all.stream().anyMatch((merchant) -> merchant.signsAs(number) || number.equals(merchant.subMchid()));
	}

}
