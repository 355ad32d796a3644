package io.github.wechatpayhk.test.operations;

import io.github.wechatpayhk.observation.DefaultWechatPayHkCallObservationConvention;
import io.github.wechatpayhk.observation.WechatPayHkAttemptObservationConvention;
import io.github.wechatpayhk.observation.WechatPayHkCallContext;
import io.github.wechatpayhk.observation.WechatPayHkCallObservationConvention;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Conventions of an application's own.
 */
@OperatedShopTest
@Import(ObservationConventionTests.Conventions.class)
class ObservationConventionTests {

	@Autowired
	private ReverseOrderService service;

	@Autowired
	private TestObservationRegistry registry;

	@Test
	void replaceNamesAndKeys() {
		Calls.complete(this.service.reverse(Calls.ORDER));

		TestObservationRegistryAssert.assertThat(this.registry)
			.hasNumberOfObservationsEqualTo(2)
			.hasObservationWithNameEqualTo("till.call")
			.that()
			.hasLowCardinalityKeyValue("outcome", "completed")
			.hasLowCardinalityKeyValue("shop", "kowloon");
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("till.attempt")
			.that()
			.doesNotHaveLowCardinalityKeyValueWithKey("outcome");
	}

	@Configuration(proxyBeanMethods = false)
	static class Conventions {

		@Bean
		TestObservationRegistry testObservationRegistry() {
			return TestObservationRegistry.create();
		}

		@Bean
		WechatPayHkCallObservationConvention callConvention() {
			DefaultWechatPayHkCallObservationConvention standard = new DefaultWechatPayHkCallObservationConvention();
			return new WechatPayHkCallObservationConvention() {

				@Override
				public String getName() {
					return "till.call";
				}

				@Override
				public KeyValues getLowCardinalityKeyValues(WechatPayHkCallContext context) {
					return standard.getLowCardinalityKeyValues(context).and("shop", "kowloon");
				}

			};
		}

		@Bean
		WechatPayHkAttemptObservationConvention attemptConvention() {
			return new WechatPayHkAttemptObservationConvention() {

				@Override
				public String getName() {
					return "till.attempt";
				}

			};
		}

	}

}
