package io.github.wechatpayhk.autoconfigure;

import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;

import io.github.wechatpayhk.Merchant;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.WechatPayHkClientBuilder;
import io.github.wechatpayhk.autoconfigure.merchant.FailoverHosts;
import io.github.wechatpayhk.autoconfigure.merchant.MerchantTrust;
import io.github.wechatpayhk.autoconfigure.merchant.PropertiesWechatPayHkConnectionDetails;
import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.autoconfigure.properties.BindingRules;
import io.github.wechatpayhk.autoconfigure.properties.MerchantProperties;
import io.github.wechatpayhk.autoconfigure.properties.UnknownPropertyCheck;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.CallingMerchant;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.signature.LastClockSkew;
import io.github.wechatpayhk.signature.SignatureListener;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.signature.SigningScheduler;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import reactor.core.scheduler.Scheduler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration of the client for WeChat Pay Hong Kong. Does nothing until a
 * {@code wechatpay.hk} property is set or there is a {@link WechatPayHkConnectionDetails}
 * bean.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WebClientAutoConfiguration.class, SslAutoConfiguration.class })
@ConditionalOnClass(WebClient.class)
@Conditional(OnWechatPayHkCondition.class)
@EnableConfigurationProperties({ WechatPayHkProperties.class, MerchantProperties.class })
public final class WechatPayHkAutoConfiguration {

	/**
	 * Name of the {@link InstantSource} bean of the client. A clock of the application
	 * under another name is not used: requests are signed with the real time.
	 */
	public static final String CLOCK = "wechatPayHkClock";

	/**
	 * Name of the {@link Scheduler} bean that computes signatures.
	 */
	public static final String SIGNING_SCHEDULER = "wechatPayHkSigningScheduler";

	static final String WEB_CLIENT = "wechatPayHkWebClient";

	@Bean
	static UnknownPropertyCheck wechatPayHkUnknownPropertyCheck(Environment environment) {
		return new UnknownPropertyCheck(environment);
	}

	@Bean(defaultCandidate = false)
	static BindingRules wechatPayHkBindingRules(Environment environment) {
		return new BindingRules(environment);
	}

	@Bean
	@ConditionalOnMissingBean(WechatPayHkConnectionDetails.class)
	PropertiesWechatPayHkConnectionDetails wechatPayHkConnectionDetails(WechatPayHkProperties properties,
			MerchantProperties merchant, ResourceLoader resourceLoader, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<Signer> signer, SignatureProvider signatureProvider, @Qualifier(CLOCK) InstantSource clock) {
		return new PropertiesWechatPayHkConnectionDetails(merchant, properties,
				ApplicationResourceLoader.get(resourceLoader, true), sslBundles.getIfAvailable(), signer.getIfUnique(),
				signatureProvider, clock);
	}

	@Bean(name = CLOCK, defaultCandidate = false)
	@ConditionalOnMissingBean(name = CLOCK)
	InstantSource wechatPayHkClock() {
		return InstantSource.system();
	}

	@Bean(name = SIGNING_SCHEDULER, destroyMethod = "dispose", defaultCandidate = false)
	@ConditionalOnMissingBean(name = SIGNING_SCHEDULER)
	Scheduler wechatPayHkSigningScheduler() {
		return SigningScheduler.create();
	}

	@Bean
	@ConditionalOnMissingBean
	SignatureProvider wechatPayHkSignatureProvider(WechatPayHkProperties properties) {
		return properties.signatureProvider();
	}

	@Bean
	@ConditionalOnMissingBean
	LastClockSkew wechatPayHkClockSkew() {
		return new LastClockSkew();
	}

	@Bean
	@ConditionalOnMissingBean
	WechatPayHkConnector wechatPayHkConnector(WechatPayHkProperties properties, ObjectProvider<SslBundles> sslBundles) {
		ConnectionSettings settings = properties.connectionSettings();
		String bundle = properties.http().sslBundle();
		return (bundle != null)
				? WechatPayHkConnector.create(settings,
						SslBundleTrust.of(bundle, sslBundles.getObject(), settings.connectTimeout()))
				: WechatPayHkConnector.create(settings);
	}

	@Bean
	@ConditionalOnMissingBean
	MerchantCredential wechatPayHkMerchantCredential(WechatPayHkConnectionDetails details) {
		return details.getMerchant().getCredential();
	}

	@Bean
	@ConditionalOnMissingBean
	PlatformTrust wechatPayHkPlatformTrust(WechatPayHkProperties properties, WechatPayHkConnectionDetails details,
			ObjectProvider<PlatformKeys> platformKeys, @Qualifier(CLOCK) InstantSource clock) {
		PlatformKeys own = platformKeys.getIfUnique();
		return (own != null) ? PlatformTrust.of(own)
				: MerchantTrust.of(details.getMerchant()).platformTrust(properties.refreshSettings(), clock);
	}

	@Bean
	ClientSettings wechatPayHkClientSettings(WechatPayHkProperties properties, WechatPayHkConnectionDetails details,
			SignatureProvider signatureProvider, ObjectProvider<SignatureListener> signatureListeners,
			ObjectProvider<WechatPayHkWebClientCustomizer> customizers) {
		WechatPayHkConnectionDetails.Merchant merchant = details.getMerchant();
		URI baseUrl = Objects.requireNonNullElseGet(merchant.getBaseUrl(),
				() -> merchant.getGeneration().defaultBaseUrl());
		return new ClientSettings(properties.exchangeLimits(),
				FailoverHosts.of(properties.failover(), baseUrl, merchant.getGeneration()),
				properties.trustUnsignedRefusals(), signatureProvider, signatureListeners, customizers);
	}

	@Bean
	@ConditionalOnMissingBean
	WechatPayHkClient wechatPayHkClient(WechatPayHkConnectionDetails details, MerchantCredential credential,
			PlatformTrust trust, ClientSettings settings, WechatPayHkProperties properties,
			WechatPayHkConnector connector, @Qualifier(SIGNING_SCHEDULER) Scheduler signingScheduler,
			@Qualifier(CLOCK) InstantSource clock) {
		WechatPayHkConnectionDetails.Merchant merchant = details.getMerchant();
		WechatPayHkClientBuilder builder = WechatPayHkClient
			.builder(new Merchant(merchant.getIds(), credential, trust, merchant.getGeneration(), merchant.getBaseUrl(),
					merchant.getCertificatesPath(), merchant.getShopIds(), merchant.getNotificationKey()))
			.clock(clock)
			.connector(connector)
			.signingScheduler(signingScheduler);
		settings.applyTo(builder);
		return builder.notifyUrl(properties.notifications().notifyUrl(CallingMerchant.DEFAULT_NAME)).build();
	}

	@Bean(defaultCandidate = false)
	@ConditionalOnBooleanProperty(name = "wechatpay.hk.http.warm-up", matchIfMissing = true)
	@ConditionalOnBooleanProperty(name = "spring.main.lazy-initialization", havingValue = false, matchIfMissing = true)
	FirstCallWarmUp wechatPayHkFirstCallWarmUp(WechatPayHkConnector connector, SignatureProvider signatureProvider,
			WechatPayHkClient client) {
		return new FirstCallWarmUp(connector, signatureProvider, client);
	}

	@Bean
	@ConditionalOnBooleanProperty("wechatpay.hk.trust.warm-up")
	TrustWarmUp wechatPayHkTrustWarmUp(WechatPayHkProperties properties, WechatPayHkClient client) {
		return new TrustWarmUp(client, properties.refreshSettings().timeout());
	}

	@Bean(name = WEB_CLIENT, defaultCandidate = false)
	@ConditionalOnMissingBean(name = WEB_CLIENT)
	WebClient wechatPayHkWebClient(WechatPayHkClient client) {
		return client.webClient();
	}

	@Bean
	@ConditionalOnMissingBean
	ReverseOrderService wechatPayHkReverseOrderService(WechatPayHkClient client, ObjectProvider<ResilientCalls> calls) {
		ReverseOrderService attempt = ReverseOrderService.create(client);
		ResilientCalls resilient = calls.getIfAvailable();
		return (resilient != null) ? resilient.decorate(attempt, QueryOrderService.create(client)) : attempt;
	}

}
