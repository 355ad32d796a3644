package io.github.wechatpayhk.resilience;

import java.util.function.Function;

import io.github.wechatpayhk.submerchant.SubMerchant;
import io.github.wechatpayhk.submerchant.SubMerchantDetails;
import io.github.wechatpayhk.submerchant.SubMerchantReference;
import io.github.wechatpayhk.submerchant.SubMerchantRequest;
import io.github.wechatpayhk.submerchant.SubMerchantService;
import io.github.wechatpayhk.submerchant.SubMerchantService.SubMerchantResult;
import reactor.core.publisher.Mono;

/**
 * Sub-merchants with as many attempts as a call may make, each with the same encrypted
 * bytes.
 */
final class ResilientSubMerchantService implements SubMerchantService {

	private final SubMerchantService attempt;

	private final ResilientServices services;

	ResilientSubMerchantService(SubMerchantService attempt, ResilientServices services) {
		this.attempt = attempt;
		this.services = services;
	}

	@Override
	public Mono<SubMerchantDetails> encrypt(SubMerchantDetails details) {
		return this.attempt.encrypt(details);
	}

	/**
	 * Encrypt in the first attempt that can, for all attempts of the call. A failure is
	 * not kept.
	 */
	private Mono<SubMerchantDetails> encryptOnce(SubMerchantDetails details) {
		return encrypt(details).cacheInvalidateIf((encrypted) -> false);
	}

	@Override
	public Mono<SubMerchantResult> add(SubMerchantRequest request) {
		return ResilientServices.require("request", request, (present) -> {
			Mono<SubMerchantDetails> encrypted = encryptOnce(present.details());
			return this.services.call(
					new WechatPayHkCall(WechatPayHkOperation.ADD_SUB_MERCHANT, present.idempotencyKey(),
							present.options()),
					present, present::withBaseUrl,
					(atHost) -> encrypted.flatMap((details) -> this.attempt.add(atHost.withDetails(details))));
		});
	}

	@Override
	public Mono<SubMerchantResult> modify(SubMerchantReference subMerchant, SubMerchantDetails details) {
		return ResilientServices.require("subMerchant", subMerchant, (present) -> {
			Mono<SubMerchantDetails> encrypted = encryptOnce(details);
			return call(WechatPayHkOperation.MODIFY_SUB_MERCHANT, present,
					(atHost) -> encrypted.flatMap((same) -> this.attempt.modify(atHost, same)));
		});
	}

	@Override
	public Mono<SubMerchant> query(SubMerchantReference subMerchant) {
		return ResilientServices.require("subMerchant", subMerchant,
				(present) -> call(WechatPayHkOperation.QUERY_SUB_MERCHANT, present, this.attempt::query));
	}

	private <T> Mono<T> call(WechatPayHkOperation operation, SubMerchantReference subMerchant,
			Function<SubMerchantReference, Mono<T>> attempt) {
		return this.services.call(new WechatPayHkCall(operation, subMerchant.subMchid(), subMerchant.options()),
				subMerchant, subMerchant::withBaseUrl, attempt);
	}

}
