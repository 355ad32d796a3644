package io.github.wechatpayhk.documentation.restoftheapi;

import io.github.wechatpayhk.submerchant.SubMerchantBusiness;
import io.github.wechatpayhk.submerchant.SubMerchantContact;
import io.github.wechatpayhk.submerchant.SubMerchantDetails;
import io.github.wechatpayhk.submerchant.SubMerchantRequest;
import io.github.wechatpayhk.submerchant.SubMerchantService;
import io.github.wechatpayhk.submerchant.SubMerchantService.SubMerchantResult;
import reactor.core.publisher.Mono;

/**
 * An institution adds a sub-merchant.
 */
class SubMerchants {

	private final SubMerchantService subMerchantService;

	SubMerchants(SubMerchantService subMerchantService) {
		this.subMerchantService = subMerchantService;
	}

	Mono<SubMerchantRequest> prepare(String idempotencyKey, SubMerchantContact contact) {
		SubMerchantDetails details = SubMerchantDetails.builder("Image Store Limited", "Image Store")
			.officePhone("+85221234567")
			.contact(contact)
			.businessCategory(644)
			.merchantType("ENTERPRISE", "344")
			.business(SubMerchantBusiness.of("OFFLINE").withStore("11 Canton Road").withMcc("4214"))
			.build();
		return this.subMerchantService.encrypt(details)
			.map((encrypted) -> SubMerchantRequest.of(idempotencyKey, encrypted));
	}

	Mono<SubMerchantResult> add(SubMerchantRequest prepared) {
		return this.subMerchantService.add(prepared);
	}

}
