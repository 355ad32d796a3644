package io.github.wechatpayhk.submerchant;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a sub-merchant sells.
 *
 * @param businessType {@code ONLINE}, {@code OFFLINE} or {@code BOTH}; open
 * @param appDownload where its app is downloaded
 * @param website its website
 * @param officeAccount its official account
 * @param miniProgram its mini program
 * @param storeAddress the address of its shop
 * @param storePhotos the media ids of photos of its shop: a JSON array, as text; not in
 * responses
 * @param mcc the category of its trade, four digits as a rule
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubMerchantBusiness(@JsonProperty("business_type") @Nullable String businessType,
		@JsonProperty("app_download") @Nullable String appDownload, @JsonProperty("website") @Nullable String website,
		@JsonProperty("office_account") @Nullable String officeAccount,
		@JsonProperty("mini_program") @Nullable String miniProgram,
		@JsonProperty("store_address") @Nullable String storeAddress,
		@JsonProperty("store_photos") @Nullable String storePhotos, @JsonProperty("mcc") @Nullable String mcc) {

	/**
	 * Return a business with nothing but its type.
	 * @param businessType {@code ONLINE}, {@code OFFLINE} or {@code BOTH}
	 * @return the business
	 */
	public static SubMerchantBusiness of(String businessType) {
		return new SubMerchantBusiness(businessType, null, null, null, null, null, null, null);
	}

	/**
	 * Tell where it sells online.
	 * @param website its website
	 * @param appDownload where its app is downloaded
	 * @param officeAccount its official account
	 * @param miniProgram its mini program
	 * @return a changed copy
	 */
	public SubMerchantBusiness withOnline(@Nullable String website, @Nullable String appDownload,
			@Nullable String officeAccount, @Nullable String miniProgram) {
		return new SubMerchantBusiness(this.businessType, appDownload, website, officeAccount, miniProgram,
				this.storeAddress, this.storePhotos, this.mcc);
	}

	/**
	 * Tell where its shop is.
	 * @param storeAddress the address
	 * @param mediaIds the media ids of photos
	 * @return a changed copy
	 */
	public SubMerchantBusiness withStore(String storeAddress, String... mediaIds) {
		String photos = (mediaIds.length == 0) ? null
				: Stream.of(mediaIds)
					.map((mediaId) -> '"' + mediaId.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
					.collect(Collectors.joining(",", "[", "]"));
		return new SubMerchantBusiness(this.businessType, this.appDownload, this.website, this.officeAccount,
				this.miniProgram, storeAddress, photos, this.mcc);
	}

	/**
	 * Tell the category of its trade.
	 * @param mcc the category, four digits as a rule
	 * @return a changed copy
	 */
	public SubMerchantBusiness withMcc(@Nullable String mcc) {
		return new SubMerchantBusiness(this.businessType, this.appDownload, this.website, this.officeAccount,
				this.miniProgram, this.storeAddress, this.storePhotos, mcc);
	}

}
