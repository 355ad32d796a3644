package io.github.wechatpayhk.simulator.submerchant;

import java.util.Map;

import io.github.wechatpayhk.simulator.signature.RsaPadding;
import org.jspecify.annotations.Nullable;

/**
 * A sub-merchant that an institution added. Immutable.
 *
 * @param spMchid the institution's number
 * @param subMchid the number of the sub-merchant
 * @param details the fields that were told, without ids and contact
 * @param contact whom to contact, decrypted
 * @since 0.1.0
 */
public record SimulatedSubMerchant(String spMchid, String subMchid, Map<String, Object> details,
		@Nullable Contact contact) {

	/**
	 * Whom to contact, as it was before its encryption.
	 *
	 * @param name the name
	 * @param phone the telephone number
	 * @param email the mail address
	 * @param padding how it was encrypted
	 * @param serialNumber the platform key that it was encrypted with
	 */
	public record Contact(String name, String phone, String email, RsaPadding padding, String serialNumber) {

	}

}
