package io.github.wechatpayhk.autoconfigure;

import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

import io.github.wechatpayhk.Merchant;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.merchant.MerchantTrust;
import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.autoconfigure.properties.NotificationProperties;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.clients.MerchantSource;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of further merchants, chosen by name: those below
 * {@code wechatpay.hk.merchants}, and after them those of a {@link MerchantSource} bean
 * of the application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WechatPayHkAutoConfiguration.class)
@ConditionalOnBean({ WechatPayHkConnectionDetails.class, WechatPayHkClient.class })
public final class WechatPayHkMerchantsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WechatPayHkClients wechatPayHkClients(WechatPayHkProperties properties, WechatPayHkConnectionDetails details,
			ClientSettings settings, WechatPayHkConnector connector,
			@Qualifier(WechatPayHkAutoConfiguration.SIGNING_SCHEDULER) Scheduler signingScheduler,
			@Qualifier(WechatPayHkAutoConfiguration.CLOCK) InstantSource clock, ObjectProvider<MerchantSource> source,
			ObjectProvider<ResilientCalls> calls) {
		MerchantSource configured = MerchantSource.of(merchants(details, properties.refreshSettings(), clock));
		details.getMerchants().keySet().forEach(properties.notifications()::notifyUrl);
		MerchantSource own = source.getIfAvailable();
		return WechatPayHkClients.builder((own != null) ? configured.or(own) : configured)
			.clock(clock)
			.connector(connector)
			.signingScheduler(signingScheduler)
			.customize(settings::applyTo)
			// a name of the application's own source that fits no path must not stop its
			// other calls
			.customize((name, builder) -> builder.notifyUrl(
					NotificationProperties.isReceivable(name) ? properties.notifications().notifyUrl(name) : null))
			.services((name, client) -> service(name, client, details, calls.getIfAvailable()))
			.build();
	}

	@Bean
	HeldMerchants wechatPayHkHeldMerchants(WechatPayHkConnectionDetails details, WechatPayHkClient client,
			WechatPayHkClients clients, MerchantCredential credential) {
		return new HeldMerchants(details, client, clients, credential);
	}

	private static ReverseOrderService service(String name, WechatPayHkClient client,
			WechatPayHkConnectionDetails details, @Nullable ResilientCalls calls) {
		ReverseOrderService attempt = ReverseOrderService.create(client);
		return (calls != null)
				? HeldMerchants.calls(name, client, details, calls).decorate(attempt, QueryOrderService.create(client))
				: attempt;
	}

	private static Map<String, Merchant> merchants(WechatPayHkConnectionDetails details, RefreshSettings settings,
			InstantSource clock) {
		Map<String, Merchant> merchants = new TreeMap<>();
		details.getMerchants().forEach((name, merchant) -> merchants.put(name, merchant(merchant, settings, clock)));
		return merchants;
	}

	private static Merchant merchant(WechatPayHkConnectionDetails.Merchant details, RefreshSettings settings,
			InstantSource clock) {
		return new Merchant(details.getIds(), details.getCredential(),
				MerchantTrust.of(details).platformTrust(settings, clock), details.getGeneration(), details.getBaseUrl(),
				details.getCertificatesPath(), details.getShopIds(), details.getNotificationKey());
	}

}
