package io.github.wechatpayhk.submerchant;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Adds, modifies and queries the sub-merchants of an institution (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#sub-merchants">protocol</a>).
 * The client must be that of an institution with an application.
 * <p>
 * Every {@link Mono} is cold: each subscription is a new call with a new signature. It
 * yields a result when WeChat Pay's signed response has been verified; anything else is
 * exactly one {@link WechatPayHkException}, without personal data. Nothing blocks the
 * caller; encryption runs on threads of Reactor's bounded elastic scheduler. Safe for
 * concurrent use.
 *
 * @since 0.1.0
 */
public interface SubMerchantService {

	/**
	 * Encrypt the contact with the key of WeChat Pay that is valid longest. Encrypted
	 * details are sent as they are, byte for byte, under the name of that key; plain ones
	 * are encrypted anew by each call. Nothing is sent here, but certificates may be
	 * downloaded.
	 * @param details plain or encrypted details
	 * @return encrypted details; the same ones if they are encrypted, or have no contact
	 */
	Mono<SubMerchantDetails> encrypt(SubMerchantDetails details);

	/**
	 * Add a sub-merchant. The response means that it was accepted, not that it can take
	 * payments: query it, and see {@link SubMerchantResult#verificationStatus()}. After
	 * an unknown outcome, the sub-merchant may exist: repeat the identical request, with
	 * details that were {@linkplain #encrypt(SubMerchantDetails) encrypted} before and
	 * the same idempotency key. Under a new key it is another sub-merchant.
	 * @param request the sub-merchant
	 * @return its number and how far WeChat Pay has checked it
	 */
	Mono<SubMerchantResult> add(SubMerchantRequest request);

	/**
	 * Modify a sub-merchant: the details replace what was told before. The identical call
	 * can be repeated after an unknown outcome, unless another one was made in between.
	 * @param subMerchant names the sub-merchant
	 * @param details all details, also those that do not change
	 * @return its number
	 */
	Mono<SubMerchantResult> modify(SubMerchantReference subMerchant, SubMerchantDetails details);

	/**
	 * Query a sub-merchant.
	 * @param subMchid its number, 1 to 32 digits
	 * @return the sub-merchant
	 */
	default Mono<SubMerchant> query(String subMchid) {
		return Mono.defer(() -> query(SubMerchantReference.of(subMchid)));
	}

	/**
	 * Query a sub-merchant.
	 * @param subMerchant names the sub-merchant
	 * @return the sub-merchant
	 */
	Mono<SubMerchant> query(SubMerchantReference subMerchant);

	/**
	 * Return a service that makes one attempt per subscription, and encrypts with the
	 * {@linkplain FieldEncryption#defaults() default}.
	 * @param client whom it calls, and as whom
	 * @return the service
	 */
	static SubMerchantService create(WechatPayHkClient client) {
		return create(client, FieldEncryption.defaults());
	}

	/**
	 * Return a service that makes one attempt per subscription.
	 * @param client whom it calls, and as whom
	 * @param encryption how the contact is encrypted
	 * @return the service
	 */
	static SubMerchantService create(WechatPayHkClient client, FieldEncryption encryption) {
		return new WebClientSubMerchantService(client, encryption);
	}

	/**
	 * What WeChat Pay made of a sub-merchant that was added or modified.
	 *
	 * @param subMchid the number of the sub-merchant
	 * @param verificationStatus {@code Under Review} or {@code Approved}, when it was
	 * added; open
	 * @param description the status in words
	 * @param h5AuthorizationState whether it may take payments in mobile browsers, in the
	 * generation {@code global} only: such as {@code UNDER_REVIEW}; open
	 * @param other the fields that this version does not know, by name
	 */
	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	record SubMerchantResult(@JsonProperty("sub_mchid") String subMchid,
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

}
