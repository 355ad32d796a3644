package io.github.wechatpayhk.autoconfigure;

import java.time.InstantSource;
import java.util.Objects;
import java.util.function.BiFunction;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.order.CloseOrderService;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.order.StartPaymentService;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayIntents;
import io.github.wechatpayhk.quickpay.QuickPayServices;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.resilience.ResilientServices;
import io.github.wechatpayhk.settlement.SettlementService;
import io.github.wechatpayhk.statement.StatementService;
import io.github.wechatpayhk.submerchant.FieldEncryption;
import io.github.wechatpayhk.submerchant.SubMerchantService;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of orders, refunds, statements, settlements, sub-merchants and the
 * payment flow around in-store payments.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WechatPayHkAutoConfiguration.class, WechatPayHkResilienceAutoConfiguration.class })
@ConditionalOnBean({ WechatPayHkClient.class, ReverseOrderService.class })
@EnableConfigurationProperties(WechatPayHkProperties.class)
public final class WechatPayHkOrdersAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MicropayService wechatPayHkMicropayService(WechatPayHkClient client, ObjectProvider<ResilientCalls> calls) {
		return resilient(MicropayService.create(client), calls, ResilientServices::micropay);
	}

	@Bean
	@ConditionalOnMissingBean
	QueryOrderService wechatPayHkQueryOrderService(WechatPayHkClient client, ObjectProvider<ResilientCalls> calls) {
		return resilient(QueryOrderService.create(client), calls, ResilientServices::query);
	}

	@Bean
	@ConditionalOnMissingBean
	CloseOrderService wechatPayHkCloseOrderService(WechatPayHkClient client, ObjectProvider<ResilientCalls> calls) {
		return resilient(CloseOrderService.create(client), calls, ResilientServices::close);
	}

	@Bean
	@ConditionalOnMissingBean
	PlaceOrderService wechatPayHkPlaceOrderService(WechatPayHkClient client, ObjectProvider<ResilientCalls> calls) {
		return resilient(PlaceOrderService.create(client), calls, ResilientServices::place);
	}

	@Bean
	@ConditionalOnMissingBean
	StartPaymentService wechatPayHkStartPaymentService(WechatPayHkClient client, PlaceOrderService orders) {
		return StartPaymentService.create(client, orders);
	}

	@Bean
	@ConditionalOnMissingBean
	RefundService wechatPayHkRefundService(WechatPayHkClient client, ObjectProvider<ResilientCalls> calls) {
		return resilient(RefundService.create(client), calls, ResilientServices::refund);
	}

	@Bean
	@ConditionalOnMissingBean
	StatementService wechatPayHkStatementService(WechatPayHkClient client) {
		return StatementService.create(client);
	}

	@Bean
	@ConditionalOnMissingBean
	SettlementService wechatPayHkSettlementService(WechatPayHkClient client, ObjectProvider<ResilientCalls> calls) {
		return resilient(SettlementService.create(client), calls, ResilientServices::settlement);
	}

	@Bean
	@ConditionalOnMissingBean
	SubMerchantService wechatPayHkSubMerchantService(WechatPayHkClient client, WechatPayHkProperties properties,
			ObjectProvider<ResilientCalls> calls) {
		FieldEncryption encryption = Objects.requireNonNullElse(properties.fieldEncryption(),
				FieldEncryption.defaults());
		return resilient(SubMerchantService.create(client, encryption), calls, ResilientServices::subMerchant);
	}

	@Bean
	@ConditionalOnMissingBean
	QuickPay wechatPayHkQuickPay(WechatPayHkProperties properties, MicropayService micropay, QueryOrderService query,
			ReverseOrderService reverse, RefundService refund, ObjectProvider<QuickPayIntents> intents,
			@Qualifier(WechatPayHkAutoConfiguration.CLOCK) InstantSource clock) {
		return QuickPay.builder(new QuickPayServices(micropay, query, reverse, refund))
			.times(properties.quickPay().times())
			.intents(intents.getIfUnique(QuickPayIntents::none))
			.clock(clock)
			.build();
	}

	/**
	 * Without {@link ResilientCalls}, a service makes one attempt.
	 */
	private static <S> S resilient(S attempt, ObjectProvider<ResilientCalls> calls,
			BiFunction<ResilientServices, S, S> decoration) {
		ResilientCalls available = calls.getIfAvailable();
		return (available != null) ? decoration.apply(new ResilientServices(available), attempt) : attempt;
	}

}
