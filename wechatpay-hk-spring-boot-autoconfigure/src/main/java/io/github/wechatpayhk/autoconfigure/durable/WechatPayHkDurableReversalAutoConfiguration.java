package io.github.wechatpayhk.autoconfigure.durable;

import java.time.InstantSource;

import javax.sql.DataSource;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.HeldMerchants;
import io.github.wechatpayhk.autoconfigure.WechatPayHkAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.WechatPayHkMerchantsAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.WechatPayHkOrdersAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.merchant.MerchantTrust;
import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.autoconfigure.notification.WechatPayHkNotificationsAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.properties.DurableReversalProperties;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableRefunds;
import io.github.wechatpayhk.durable.DurableReversalListener;
import io.github.wechatpayhk.durable.DurableReversalSettings;
import io.github.wechatpayhk.durable.DurableReversalTransactionListener;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.NotificationInbox;
import io.github.wechatpayhk.durable.OnlinePaymentServices;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.durable.Reconciliations;
import io.github.wechatpayhk.durable.engine.DurableReversalEngine;
import io.github.wechatpayhk.durable.engine.DurableStore;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.notification.NotificationHandler;
import io.github.wechatpayhk.notification.NotificationListeners;
import io.github.wechatpayhk.order.CloseOrderService;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.quickpay.QuickPayIntents;
import io.github.wechatpayhk.quickpay.QuickPayServices;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.resilience.ResilientServices;
import io.github.wechatpayhk.trust.PlatformKeys;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Auto-configuration of reversals that survive a crash, when
 * {@code wechatpay-hk-durable-reversal} is there. What happens to scheduled reversals is
 * sent to all {@link DurableReversalListener} beans, and published as application events
 * of type {@link io.github.wechatpayhk.durable.DurableReversalEvent}.
 * {@link DurableReversalTransactionListener} beans take part in the transactions of new
 * states. If notifications are received, {@link NotificationInbox} stores them and
 * delivers each to the listeners in the transaction that marks it as processed.
 * {@link OnlinePayments} and {@link DurableRefunds} are among these listeners.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = WechatPayHkNotificationsAutoConfiguration.class,
		after = { WechatPayHkAutoConfiguration.class, WechatPayHkMerchantsAutoConfiguration.class,
				WechatPayHkOrdersAutoConfiguration.class },
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass(DurableReversals.class)
@ConditionalOnBean(WechatPayHkClient.class)
@ConditionalOnBooleanProperty(name = "wechatpay.hk.durable-reversal.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WechatPayHkProperties.class)
public final class WechatPayHkDurableReversalAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DurableStore wechatPayHkDurableStore(WechatPayHkProperties properties, ObjectProvider<DataSource> dataSource) {
		return DurableStoreChoice.choose(properties.durableReversal(), dataSource);
	}

	@Bean
	@ConditionalOnMissingBean
	DurableMerchants wechatPayHkDurableMerchants(WechatPayHkClient client, ReverseOrderService reverse,
			QueryOrderService query, MicropayService micropay, RefundService refund, PlaceOrderService place,
			CloseOrderService close, ObjectProvider<WechatPayHkClients> clients, WechatPayHkConnectionDetails details,
			ObjectProvider<ResilientCalls> calls) {
		DurableMerchant merchant = new DurableMerchant(client.merchantIds(), reverse, query,
				new QuickPayServices(micropay, query, reverse, refund),
				new OnlinePaymentServices(client, place, close, refund));
		WechatPayHkClients others = clients.getIfAvailable();
		ResilientCalls resilient = calls.getIfAvailable();
		if (others == null) {
			return DurableMerchants.of(merchant);
		}
		return (resilient != null)
				? DurableMerchants.of(merchant, others,
						(name, named) -> merchant(named, others.reverseOrderService(name),
								new ResilientServices(HeldMerchants.calls(name, named, details, resilient))))
				: DurableMerchants.of(merchant, others);
	}

	private static DurableMerchant merchant(WechatPayHkClient client, ReverseOrderService reverse,
			ResilientServices services) {
		QueryOrderService query = services.query(QueryOrderService.create(client));
		RefundService refund = services.refund(RefundService.create(client));
		return new DurableMerchant(client.merchantIds(), reverse, query,
				new QuickPayServices(services.micropay(MicropayService.create(client)), query, reverse, refund),
				new OnlinePaymentServices(client, services.place(PlaceOrderService.create(client)),
						services.close(CloseOrderService.create(client)), refund));
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	DurableReversalEngine wechatPayHkDurableReversalEngine(WechatPayHkProperties shared, DurableStore store,
			DurableMerchants merchants, @Qualifier(WechatPayHkAutoConfiguration.CLOCK) InstantSource clock,
			ObjectProvider<DurableReversalListener> listeners,
			ObjectProvider<DurableReversalTransactionListener> transactionListeners,
			ObjectProvider<NotificationListeners> notificationListeners,
			ObjectProvider<PlatformTransactionManager> transactionManager, ApplicationEventPublisher publisher,
			ListableBeanFactory beanFactory, ResourceLoader resourceLoader) {
		DurableReversalProperties properties = shared.durableReversal();
		DurableReversalSettings settings = properties.settings();
		new DurableSchemaChoice(beanFactory, resourceLoader).prepare(store, properties.schema());
		DurableReversalEngine.Builder engine = DurableReversalEngine.builder(store, merchants)
			.settings(settings)
			.onlinePayments(shared.onlinePayment().settings())
			.reconciliation(shared.reconciliation().settings())
			.quickPayTimes(shared.quickPay().times())
			.clock(clock);
		if (properties.confirmReversals() != null) {
			engine.confirmReversals(properties.confirmReversals());
		}
		listeners.orderedStream().forEach(engine::listener);
		transactionListeners.orderedStream().forEach(engine::transactionListener);
		if (shared.notifications().path() != null) {
			engine.notificationListeners(notificationListeners::getObject)
				.transactionManager(transactionManager::getIfUnique);
		}
		return engine.listener(publisher::publishEvent).build();
	}

	@Bean
	DurableStartRecord wechatPayHkDurableStartRecord(DurableStore store, WechatPayHkClient client,
			MerchantCredential credential, WechatPayHkConnectionDetails details,
			ObjectProvider<PlatformKeys> platformKeys) {
		String trust = (platformKeys.getIfUnique() != null) ? "the PlatformKeys bean"
				: MerchantTrust.of(details.getMerchant()).describe();
		return new DurableStartRecord(store, client, credential, trust);
	}

	@Bean
	@ConditionalOnMissingBean
	DurableReversals wechatPayHkDurableReversals(DurableReversalEngine engine) {
		return engine.reversals();
	}

	@Bean
	@ConditionalOnMissingBean
	OnlinePayments wechatPayHkOnlinePayments(DurableReversalEngine engine) {
		return engine.onlinePayments();
	}

	@Bean
	@ConditionalOnMissingBean
	Reconciliations wechatPayHkReconciliations(DurableReversalEngine engine) {
		return engine.reconciliations();
	}

	@Bean
	@ConditionalOnMissingBean
	DurableRefunds wechatPayHkDurableRefunds(DurableReversalEngine engine) {
		return engine.refunds();
	}

	@Bean
	@ConditionalOnMissingBean(NotificationHandler.class)
	@ConditionalOnProperty(WechatPayHkNotificationsAutoConfiguration.PATH)
	NotificationInbox wechatPayHkNotificationInbox(DurableReversalEngine engine) {
		return engine.notifications();
	}

	@Bean
	@ConditionalOnMissingBean
	QuickPayIntents wechatPayHkQuickPayIntents(DurableReversalEngine engine) {
		return engine.quickPayIntents(null);
	}

	@Bean
	DurableReversalLifecycle wechatPayHkDurableReversalLifecycle(DurableReversalEngine engine,
			WechatPayHkProperties properties) {
		return new DurableReversalLifecycle(engine, properties.durableReversal().autoStart());
	}

}
