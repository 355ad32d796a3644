package io.github.wechatpayhk.submerchant;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A sub-merchant as WeChat Pay shows it (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#sub-merchants">protocol</a>).
 * {@code toString()} names it only, as the rest is personal data.
 *
 * @param subMchid the number of the sub-merchant
 * @param name its full name
 * @param shortname its short name
 * @param officePhone its telephone number
 * @param merchantCountryCode the country or region of its registration, {@code 344} for
 * Hong Kong
 * @param businessCategory the category of its trade, in WeChat Pay's own numbers
 * @param contact whom WeChat Pay contacts
 * @param merchantType {@code ENTERPRISE} or {@code INDIVIDUAL}; open
 * @param registrationCertificateNumber the number of its registration
 * @param registrationCertificateDate until when that is valid, {@code yyyy-MM-dd} or
 * {@code PERMANENT}
 * @param settlementBankNumber its bank account
 * @param business where it sells
 * @param director a director
 * @param principal the principal
 * @param other the fields that this version does not know, by name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SubMerchant(@JsonProperty("sub_mchid") String subMchid, @JsonProperty("name") @Nullable String name,
		@JsonProperty("shortname") @Nullable String shortname,
		@JsonProperty("office_phone") @Nullable String officePhone,
		@JsonProperty("merchant_country_code") @Nullable String merchantCountryCode,
		@JsonProperty("business_category") @Nullable Integer businessCategory,
		@JsonProperty("contact") @Nullable Contact contact,
		@JsonProperty("merchant_type") @Nullable String merchantType,
		@JsonProperty("registration_certificate_number") @Nullable String registrationCertificateNumber,
		@JsonProperty("registration_certificate_date") @Nullable String registrationCertificateDate,
		@JsonProperty("settlement_bank_number") @Nullable String settlementBankNumber,
		@JsonProperty("business") @Nullable SubMerchantBusiness business,
		@JsonProperty("director") SubMerchantDetails.@Nullable Person director,
		@JsonProperty("principal") SubMerchantDetails.@Nullable Person principal,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> other) {

	/**
	 * Create the sub-merchant.
	 * @param subMchid the number of the sub-merchant, not empty
	 * @param name its full name
	 * @param shortname its short name
	 * @param officePhone its telephone number
	 * @param merchantCountryCode the country or region of its registration
	 * @param businessCategory the category of its trade
	 * @param contact whom WeChat Pay contacts
	 * @param merchantType what kind of merchant it is
	 * @param registrationCertificateNumber the number of its registration
	 * @param registrationCertificateDate until when that is valid
	 * @param settlementBankNumber its bank account
	 * @param business where it sells
	 * @param director a director
	 * @param principal the principal
	 * @param other the fields that this version does not know
	 */
	public SubMerchant {
		Assert.hasText(subMchid, "A sub-merchant must have 'sub_mchid'");
		other = (other != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(other)) : Map.of();
	}

	@Override
	public String toString() {
		return "SubMerchant[subMchid=" + this.subMchid + ", name=" + this.name + ']';
	}

	/**
	 * Whom WeChat Pay contacts, as it stands in the response: in clear, or encrypted with
	 * the public key of the merchant's certificate and in Base64. The sources disagree,
	 * and it is not decrypted here. {@code toString()} leaves it out.
	 *
	 * @param name the name
	 * @param phone the telephone number
	 * @param email the mail address
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Contact(@JsonProperty("name") @Nullable String name, @JsonProperty("phone") @Nullable String phone,
			@JsonProperty("email") @Nullable String email) {

		@Override
		public String toString() {
			return "Contact[...]";
		}

	}

}
