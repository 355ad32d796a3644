package io.github.wechatpayhk.autoconfigure;

import java.util.List;

import io.github.wechatpayhk.autoconfigure.properties.UnknownPropertyCheck;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PlaceOrderService.PlacedOrder;
import io.github.wechatpayhk.order.StartPaymentService.AppParameters;
import io.github.wechatpayhk.order.StartPaymentService.JsapiParameters;
import io.github.wechatpayhk.order.StartPaymentService.MiniProgramParameters;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService.RefundList;
import io.github.wechatpayhk.settlement.SettlementService.SettlementList;
import io.github.wechatpayhk.submerchant.SubMerchant;
import io.github.wechatpayhk.submerchant.SubMerchantDetails;
import io.github.wechatpayhk.submerchant.SubMerchantService.SubMerchantResult;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * Tells ahead of time what is looked at by reflection: the bodies that are written and
 * read as JSON, the records of the properties, and the signature providers that may lie
 * on the class path.
 */
final class WechatPayHkRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<Class<?>> BODIES = List.of(MerchantIds.class, MicropayRequest.class,
			PlaceOrderRequest.class, RefundRequest.class, Order.class, PlacedOrder.class, Refund.class,
			RefundList.class, SettlementList.class, SubMerchantDetails.class, SubMerchantResult.class,
			SubMerchant.class, JsapiParameters.class, MiniProgramParameters.class, AppParameters.class);

	private static final List<String> PROVIDERS = List
		.of("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider", "org.conscrypt.Conscrypt");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		// the names of properties are read from all of them, also from those that are not
		// bound
		BindableRuntimeHintsRegistrar.forTypes(UnknownPropertyCheck.RECORDS).registerHints(hints);
		BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();
		BODIES.forEach((body) -> binding.registerReflectionHints(hints.reflection(), body));
		PROVIDERS.forEach((provider) -> hints.reflection()
			.registerTypeIfPresent(classLoader, provider, MemberCategory.INVOKE_PUBLIC_METHODS,
					MemberCategory.ACCESS_PUBLIC_FIELDS));
	}

}
