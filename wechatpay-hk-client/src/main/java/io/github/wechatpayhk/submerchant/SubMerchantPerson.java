package io.github.wechatpayhk.submerchant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A director or principal of a sub-merchant. WeChat Pay documents no encryption for it;
 * {@code toString()} leaves it out.
 *
 * @param name the name
 * @param number the number of the identity document
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubMerchantPerson(@JsonProperty("name") @Nullable String name,
		@JsonProperty("number") @Nullable String number) {

	@Override
	public String toString() {
		return "SubMerchantPerson[...]";
	}

}
