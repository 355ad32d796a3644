package io.github.wechatpayhk.autoconfigure;

import io.github.wechatpayhk.submerchant.SubMerchant;
import io.github.wechatpayhk.submerchant.SubMerchantDetails;
import io.github.wechatpayhk.submerchant.SubMerchantReference;
import io.github.wechatpayhk.submerchant.SubMerchantRequest;
import io.github.wechatpayhk.submerchant.SubMerchantService;
import io.github.wechatpayhk.submerchant.SubMerchantService.SubMerchantResult;
import reactor.core.publisher.Mono;

/**
 * The service for sub-merchants of an application that has one of its own.
 */
final class NoSubMerchants implements SubMerchantService {

	@Override
	public Mono<SubMerchantDetails> encrypt(SubMerchantDetails details) {
		return Mono.empty();
	}

	@Override
	public Mono<SubMerchantResult> add(SubMerchantRequest request) {
		return Mono.empty();
	}

	@Override
	public Mono<SubMerchantResult> modify(SubMerchantReference subMerchant, SubMerchantDetails details) {
		return Mono.empty();
	}

	@Override
	public Mono<SubMerchant> query(SubMerchantReference subMerchant) {
		return Mono.empty();
	}

}
