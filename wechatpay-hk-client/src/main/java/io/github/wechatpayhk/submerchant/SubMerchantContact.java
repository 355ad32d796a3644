package io.github.wechatpayhk.submerchant;

import java.security.PublicKey;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.signature.SerialNumber;
import org.jspecify.annotations.Nullable;

/**
 * Whom WeChat Pay contacts about a sub-merchant. Personal data: it is sent encrypted
 * only, and {@code toString()} leaves it out. Immutable.
 *
 * @param name the name
 * @param phone the telephone number
 * @param email the mail address
 * @param encryptedFor the platform key that the other three are encrypted with, in
 * Base64, or {@code null} if they are plain
 * @since 0.1.0
 * @see SubMerchantService#encrypt(SubMerchantDetails)
 */
public record SubMerchantContact(@JsonProperty("name") String name, @JsonProperty("phone") String phone,
		@JsonProperty("email") String email, @JsonIgnore @Nullable SerialNumber encryptedFor) {

	/**
	 * Create the contact.
	 * @param name the name
	 * @param phone the telephone number
	 * @param email the mail address
	 * @param encryptedFor the platform key that the other three are encrypted with
	 * @throws WechatPayHkRequestException if a plain text is absent, has more than 256
	 * characters or supplementary ones
	 */
	public SubMerchantContact {
		if (encryptedFor == null) {
			RequestField.SUB_MERCHANT.require("contact.name", name);
			RequestField.SUB_MERCHANT.require("contact.phone", phone);
			RequestField.SUB_MERCHANT.require("contact.email", email);
		}
	}

	/**
	 * Return a plain contact, which is encrypted before it is sent.
	 * @param name the name, at most 214 bytes of UTF-8 with a key of 2048 bits
	 * @param phone the telephone number, of the same length
	 * @param email the mail address, of the same length
	 * @return the contact
	 * @throws WechatPayHkRequestException if a text is absent, has more than 256
	 * characters or supplementary ones
	 */
	public static SubMerchantContact of(String name, String phone, String email) {
		return new SubMerchantContact(name, phone, email, null);
	}

	SubMerchantContact encrypt(FieldEncryption encryption, SerialNumber serialNumber, PublicKey key) {
		return new SubMerchantContact(encryption.encrypt("contact.name", this.name, key),
				encryption.encrypt("contact.phone", this.phone, key),
				encryption.encrypt("contact.email", this.email, key), serialNumber);
	}

	@Override
	public String toString() {
		return "SubMerchantContact[encryptedFor=" + this.encryptedFor + ']';
	}

}
