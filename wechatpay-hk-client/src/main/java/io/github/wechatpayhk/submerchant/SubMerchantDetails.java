package io.github.wechatpayhk.submerchant;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.ShopIds;
import org.jspecify.annotations.Nullable;

/**
 * What an institution tells WeChat Pay about a sub-merchant, to add or to modify it
 * (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#sub-merchants">protocol</a>).
 * WeChat Pay names no lengths: 256 characters are the bound here. {@code toString()}
 * leaves personal data out. Checked when it is built; immutable.
 *
 * @param ids whose sub-merchant it is, {@link ShopIds#none()} until the details are sent
 * @param name the full name
 * @param shortname the short name
 * @param officePhone the telephone number
 * @param contact whom WeChat Pay contacts; needed to add a sub-merchant, and in the
 * generation {@code global} also to modify it
 * @param businessCategory the category of the trade, in WeChat Pay's own numbers
 * @param channelId the channel that brought the sub-merchant
 * @param merchantCountryCode the country or region of the registration, {@code 344} for
 * Hong Kong
 * @param merchantType {@code ENTERPRISE} or {@code INDIVIDUAL}
 * @param registrationCertificateNumber the number of the registration
 * @param registrationCertificateDate until when that is valid, {@code yyyy-MM-dd} or
 * {@code PERMANENT}
 * @param registrationCertificateCopy the media id of a copy of it
 * @param settlementBankNumber the bank account
 * @param business where it sells
 * @param director a director
 * @param principal the principal
 * @param applyH5Payment whether it asks for payments in mobile browsers, in the
 * generation {@code global} only
 * @param h5PaymentApplyInfo what it tells about them, by the names of WeChat Pay's pages,
 * which differ between adding and modifying
 * @param attach the institution's own text, in the generation {@code global} only
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubMerchantDetails(@JsonUnwrapped ShopIds ids, @JsonProperty("name") String name,
		@JsonProperty("shortname") String shortname, @JsonProperty("office_phone") String officePhone,
		@JsonProperty("contact") @Nullable SubMerchantContact contact,
		@JsonProperty("business_category") Integer businessCategory,
		@JsonProperty("channel_id") @Nullable String channelId,
		@JsonProperty("merchant_country_code") String merchantCountryCode,
		@JsonProperty("merchant_type") String merchantType,
		@JsonProperty("registration_certificate_number") @Nullable String registrationCertificateNumber,
		@JsonProperty("registration_certificate_date") @Nullable String registrationCertificateDate,
		@JsonProperty("registration_certificate_copy") @Nullable String registrationCertificateCopy,
		@JsonProperty("settlement_bank_number") @Nullable String settlementBankNumber,
		@JsonProperty("business") SubMerchantBusiness business, @JsonProperty("director") @Nullable Person director,
		@JsonProperty("principal") @Nullable Person principal,
		@JsonProperty("apply_h5_payment") @Nullable Boolean applyH5Payment,
		@JsonProperty("h5_payment_apply_info") @Nullable Map<String, Object> h5PaymentApplyInfo,
		@JsonProperty("attach") @Nullable String attach) {

	/**
	 * Create the details.
	 * @param ids whose sub-merchant it is
	 * @param name the full name
	 * @param shortname the short name
	 * @param officePhone the telephone number
	 * @param contact whom WeChat Pay contacts
	 * @param businessCategory the category of the trade
	 * @param channelId the channel that brought the sub-merchant
	 * @param merchantCountryCode the country or region of the registration
	 * @param merchantType what kind of merchant it is
	 * @param registrationCertificateNumber the number of the registration
	 * @param registrationCertificateDate until when that is valid
	 * @param registrationCertificateCopy the media id of a copy of it
	 * @param settlementBankNumber the bank account
	 * @param business where it sells
	 * @param director a director
	 * @param principal the principal
	 * @param applyH5Payment whether it asks for payments in mobile browsers
	 * @param h5PaymentApplyInfo what it tells about them
	 * @param attach the institution's own text
	 * @throws WechatPayHkRequestException if a required part is absent, or a text breaks
	 * its rule
	 */
	public SubMerchantDetails {
		require("name", name);
		require("shortname", shortname);
		require("officePhone", officePhone);
		RequestField.requirePresent("businessCategory", businessCategory);
		require("merchantCountryCode", merchantCountryCode);
		require("merchantType", merchantType);
		require("business.businessType", RequestField.requirePresent("business", business).businessType());
		requireOrNull("channelId", channelId);
		requireOrNull("registrationCertificateNumber", registrationCertificateNumber);
		requireOrNull("registrationCertificateDate", registrationCertificateDate);
		requireOrNull("registrationCertificateCopy", registrationCertificateCopy);
		requireOrNull("settlementBankNumber", settlementBankNumber);
		requireOrNull("business.appDownload", business.appDownload());
		requireOrNull("business.website", business.website());
		requireOrNull("business.officeAccount", business.officeAccount());
		requireOrNull("business.miniProgram", business.miniProgram());
		requireOrNull("business.storeAddress", business.storeAddress());
		requireOrNull("business.mcc", business.mcc());
		requireOrNull("attach", attach);
		// in the order given, which is that of the body: a repeated request is the same
		// to the byte
		h5PaymentApplyInfo = (h5PaymentApplyInfo != null)
				? Collections.unmodifiableMap(new LinkedHashMap<>(h5PaymentApplyInfo)) : null;
	}

	private static void require(String name, @Nullable String value) {
		RequestField.SUB_MERCHANT.require(name, value);
	}

	private static void requireOrNull(String name, @Nullable String value) {
		RequestField.SUB_MERCHANT.requireOrNull(name, value);
	}

	/**
	 * Begin details.
	 * @param name the full name, 1 to 256 characters, no emoji
	 * @param shortname the short name, of the same length
	 * @return a builder
	 */
	public static Builder builder(String name, String shortname) {
		return new Builder(name, shortname);
	}

	SubMerchantDetails withContact(SubMerchantContact contact) {
		return new SubMerchantDetails(this.ids, this.name, this.shortname, this.officePhone, contact,
				this.businessCategory, this.channelId, this.merchantCountryCode, this.merchantType,
				this.registrationCertificateNumber, this.registrationCertificateDate, this.registrationCertificateCopy,
				this.settlementBankNumber, this.business, this.director, this.principal, this.applyH5Payment,
				this.h5PaymentApplyInfo, this.attach);
	}

	SubMerchantDetails withIds(ShopIds ids) {
		return new SubMerchantDetails(ids, this.name, this.shortname, this.officePhone, this.contact,
				this.businessCategory, this.channelId, this.merchantCountryCode, this.merchantType,
				this.registrationCertificateNumber, this.registrationCertificateDate, this.registrationCertificateCopy,
				this.settlementBankNumber, this.business, this.director, this.principal, this.applyH5Payment,
				this.h5PaymentApplyInfo, this.attach);
	}

	@Override
	public String toString() {
		return "SubMerchantDetails[name=" + this.name + ", " + this.contact + ']';
	}

	/**
	 * Builds {@link SubMerchantDetails}. Not safe for concurrent use.
	 */
	public static final class Builder {

		private final String name;

		private final String shortname;

		private @Nullable String officePhone;

		private @Nullable SubMerchantContact contact;

		private @Nullable Integer businessCategory;

		private @Nullable String channelId;

		private @Nullable String merchantCountryCode;

		private @Nullable String merchantType;

		private @Nullable String registrationCertificateNumber;

		private @Nullable String registrationCertificateDate;

		private @Nullable String registrationCertificateCopy;

		private @Nullable String settlementBankNumber;

		private SubMerchantBusiness business = new SubMerchantBusiness(null, null, null, null, null, null, null, null);

		private @Nullable Person director;

		private @Nullable Person principal;

		private @Nullable Boolean applyH5Payment;

		private @Nullable Map<String, Object> h5PaymentApplyInfo;

		private @Nullable String attach;

		private Builder(String name, String shortname) {
			this.name = name;
			this.shortname = shortname;
		}

		/**
		 * Set the telephone number. Required.
		 * @param officePhone the number
		 * @return this builder
		 */
		public Builder officePhone(String officePhone) {
			this.officePhone = officePhone;
			return this;
		}

		/**
		 * Set whom WeChat Pay contacts. Required to add a sub-merchant.
		 * @param contact the contact, plain or encrypted
		 * @return this builder
		 */
		public Builder contact(@Nullable SubMerchantContact contact) {
			this.contact = contact;
			return this;
		}

		/**
		 * Set the category of the trade. Required.
		 * @param businessCategory one of WeChat Pay's own numbers
		 * @return this builder
		 */
		public Builder businessCategory(int businessCategory) {
			this.businessCategory = businessCategory;
			return this;
		}

		/**
		 * Set the channel that brought the sub-merchant.
		 * @param channelId the number of the channel
		 * @return this builder
		 */
		public Builder channelId(@Nullable String channelId) {
			this.channelId = channelId;
			return this;
		}

		/**
		 * Set what kind of merchant it is, and where it is registered. Required.
		 * @param merchantType {@code ENTERPRISE} or {@code INDIVIDUAL}
		 * @param merchantCountryCode the country or region, {@code 344} for Hong Kong
		 * @return this builder
		 */
		public Builder merchantType(String merchantType, String merchantCountryCode) {
			this.merchantType = merchantType;
			this.merchantCountryCode = merchantCountryCode;
			return this;
		}

		/**
		 * Set the registration.
		 * @param number its number
		 * @param date until when it is valid, {@code yyyy-MM-dd} or {@code PERMANENT}
		 * @param copy the media id of a copy of it
		 * @return this builder
		 */
		public Builder registrationCertificate(@Nullable String number, @Nullable String date, @Nullable String copy) {
			this.registrationCertificateNumber = number;
			this.registrationCertificateDate = date;
			this.registrationCertificateCopy = copy;
			return this;
		}

		/**
		 * Set the bank account.
		 * @param settlementBankNumber its number
		 * @return this builder
		 */
		public Builder settlementBankNumber(@Nullable String settlementBankNumber) {
			this.settlementBankNumber = settlementBankNumber;
			return this;
		}

		/**
		 * Set where it sells. Required.
		 * @param business the business, with a {@code businessType}
		 * @return this builder
		 */
		public Builder business(SubMerchantBusiness business) {
			this.business = business;
			return this;
		}

		/**
		 * Set a director.
		 * @param director the director
		 * @return this builder
		 */
		public Builder director(@Nullable Person director) {
			this.director = director;
			return this;
		}

		/**
		 * Set the principal.
		 * @param principal the principal
		 * @return this builder
		 */
		public Builder principal(@Nullable Person principal) {
			this.principal = principal;
			return this;
		}

		/**
		 * Ask for payments in mobile browsers, in the generation {@code global} only.
		 * @param h5PaymentApplyInfo what WeChat Pay wants to know, by the names of its
		 * pages
		 * @return this builder
		 */
		public Builder applyH5Payment(Map<String, Object> h5PaymentApplyInfo) {
			this.applyH5Payment = true;
			this.h5PaymentApplyInfo = h5PaymentApplyInfo;
			return this;
		}

		/**
		 * Set the institution's own text, in the generation {@code global} only.
		 * @param attach the text
		 * @return this builder
		 */
		public Builder attach(@Nullable String attach) {
			this.attach = attach;
			return this;
		}

		/**
		 * Build the details.
		 * @return the details
		 * @throws WechatPayHkRequestException if a required part is absent, or a text
		 * breaks its rule
		 */
		@SuppressWarnings("NullAway")
		public SubMerchantDetails build() {
			return new SubMerchantDetails(ShopIds.none(), this.name, this.shortname, this.officePhone, this.contact,
					this.businessCategory, this.channelId, this.merchantCountryCode, this.merchantType,
					this.registrationCertificateNumber, this.registrationCertificateDate,
					this.registrationCertificateCopy, this.settlementBankNumber, this.business, this.director,
					this.principal, this.applyH5Payment, this.h5PaymentApplyInfo, this.attach);
		}

	}

	/**
	 * A director or principal of a sub-merchant. WeChat Pay documents no encryption for
	 * it; {@code toString()} leaves it out.
	 *
	 * @param name the name
	 * @param number the number of the identity document
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Person(@JsonProperty("name") @Nullable String name, @JsonProperty("number") @Nullable String number) {

		@Override
		public String toString() {
			return "Person[...]";
		}

	}

}
