package io.github.wechatpayhk.autoconfigure;

import java.time.Duration;
import java.time.InstantSource;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.merchant.FailoverHosts;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.resilience.CallingMerchant;
import io.github.wechatpayhk.resilience.FailoverSettings;
import io.github.wechatpayhk.resilience.RateLimitBuckets;
import io.github.wechatpayhk.resilience.RateLimiter;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.resilience.WechatPayHkCallListener;
import io.github.wechatpayhk.resilience.WechatPayHkCallObserver;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration of what stands around one attempt: deadline, retries, rate limits
 * and other hosts. What happens to calls is sent to all {@link WechatPayHkCallListener}
 * beans, and published as application events of type
 * {@link io.github.wechatpayhk.resilience.WechatPayHkCallEvent}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = WechatPayHkAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
@Conditional(OnWechatPayHkCondition.class)
@EnableConfigurationProperties(WechatPayHkProperties.class)
public final class WechatPayHkResilienceAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RateLimitBuckets wechatPayHkRateLimitBuckets() {
		return RateLimitBuckets.local(Schedulers.parallel());
	}

	@Bean
	@ConditionalOnMissingBean
	RateLimiter wechatPayHkRateLimiter(WechatPayHkProperties properties, RateLimitBuckets buckets) {
		return RateLimiter.create(properties.rateLimit().settings(), buckets, Schedulers.parallel());
	}

	@Bean
	@ConditionalOnMissingBean
	ResilientCalls wechatPayHkResilientCalls(WechatPayHkProperties properties, WechatPayHkClient client,
			RateLimiter rateLimit, @Qualifier(WechatPayHkAutoConfiguration.CLOCK) InstantSource clock,
			ObjectProvider<WechatPayHkCallListener> listeners, ObjectProvider<WechatPayHkCallObserver> observer,
			ApplicationEventPublisher publisher) {
		ResilientCalls.Builder calls = ResilientCalls.builder(client.merchantIds().signer())
			.merchant(CallingMerchant.DEFAULT_NAME, client.generation())
			.observer(observer.getIfUnique(WechatPayHkCallObserver::none))
			.retry(properties.retry().settings())
			.clock(clock);
		Duration deadline = properties.checkedDeadline();
		if (deadline != null) {
			calls.deadline(deadline);
		}
		if (properties.confirmReversals() != null) {
			calls.confirmReversals(properties.confirmReversals());
		}
		if (properties.rateLimit().enabled()) {
			calls.rateLimit(rateLimit);
		}
		FailoverSettings failover = FailoverHosts.of(properties.failover(), client.baseUrl(), client.generation());
		if (failover != null) {
			calls.failover(failover);
		}
		listeners.orderedStream().forEach(calls::listener);
		return calls.listener(publisher::publishEvent).build();
	}

}
