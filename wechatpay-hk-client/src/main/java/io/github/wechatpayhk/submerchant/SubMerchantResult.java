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
 * What WeChat Pay made of a sub-merchant that was added or modified.
 *
 * @param subMchid the number of the sub-merchant
 * @param verificationStatus {@code Under Review} or {@code Approved}, when it was added;
 * open
 * @param description the status in words
 * @param h5AuthorizationState whether it may take payments in mobile browsers, in the
 * generation {@code global} only: such as {@code UNDER_REVIEW}; open
 * @param other the fields that this version does not know, by name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SubMerchantResult(@JsonProperty("sub_mchid") String subMchid,
		@JsonProperty("verification_status") @Nullable String verificationStatus,
		@JsonProperty("description") @Nullable String description,
		@JsonProperty("h5_authorization_state") @Nullable String h5AuthorizationState,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> other) {

	/**
	 * Create the result.
	 * @param subMchid the number of the sub-merchant, not empty
	 * @param verificationStatus the status of a sub-merchant that was added
	 * @param description the status in words
	 * @param h5AuthorizationState whether it may take payments in mobile browsers
	 * @param other the fields that this version does not know
	 */
	public SubMerchantResult {
		Assert.hasText(subMchid, "A sub-merchant must have 'sub_mchid'");
		other = (other != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(other)) : Map.of();
	}

}
