package io.github.wechatpayhk.documentation.manymerchants;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.durable.WechatPayHkDurableReversalAutoConfiguration;
import io.github.wechatpayhk.clients.MerchantSource;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.CallingMerchant;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.resilience.ResilientServices;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What the guide says of many merchants.
 */
@ExtendWith(OutputCaptureExtension.class)
class ManyMerchantsTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static WechatPayHkSimulator simulator;

	private static SimulatedMerchant renewed;

	@BeforeAll
	static void startSimulator() {
		renewed = SimulatedMerchant.builder().direct("1900000111").build();
		simulator = WechatPayHkSimulator.builder()
			.merchant(SimulatedMerchant.builder().institution("1900000100", "1900000109").build())
			.merchant(SimulatedMerchant.builder().direct("1900000110").build())
			.merchant(SimulatedMerchant.builder().direct("1900000111").build())
			.merchant(renewed)
			.start();
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@BeforeEach
	void putOrders() {
		simulator.reset();
		for (int number = 0; number < 3; number++) {
			simulator.orders().put(SimulatedOrder.quickPay("T" + number).merchant(simulator.merchants().get(number)));
		}
	}

	@Test
	void shopIsChosenWithEachCall() {
		try (ConfigurableApplicationContext context = start()) {
			Chain chain = context.getBean(Chain.class);

			complete(chain.reverse("kowloon", "T1"));

			assertThat(simulator.requests().last().header("Authorization")).contains("mchid=\"1900000110\"");
			StepVerifier.create(chain.query("kowloon", "T1"))
				.assertNext((order) -> assertThat(order.tradeState().isReversedOrClosed()).isTrue())
				.expectComplete()
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void subMerchantNeedsNoNameOfItsOwn() {
		try (ConfigurableApplicationContext context = start()) {
			complete(context.getBean(Chain.class).reverseOfSubMerchant("1900000109", "T0"));

			assertThat(simulator.requests().last().bodyText())
				.isEqualTo("{\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"1900000109\"}");
		}
	}

	@Test
	void otherOperationsGetAttemptsAndRateLimitToo() {
		simulator.faults().inject(Fault.systemError()).on(Operation.QUERY).once();
		try (ConfigurableApplicationContext context = start()) {
			ResilientCalls calls = context.getBean(ResilientCalls.class);
			WechatPayHkClient client = context.getBean(WechatPayHkClients.class).find("kowloon").block(LONG_ENOUGH);

			CallingMerchant kowloon = new CallingMerchant(client.merchantIds().signer(), "kowloon",
					client.generation());
			QueryOrderService orders = new ResilientServices(calls.forMerchant(kowloon, client.baseUrl()))
				.query(QueryOrderService.create(client));

			assertThat(orders.query("T1").block(LONG_ENOUGH).outTradeNo()).isEqualTo("T1");
			assertThat(simulator.requests().of(Operation.QUERY)).hasSize(2);
		}
	}

	@Test
	void merchantOfTheDatabaseSignsWithItsNewKeyOnceItIsForgotten() {
		try (ConfigurableApplicationContext context = start()) {
			WechatPayHkClients clients = context.getBean(WechatPayHkClients.class);
			JdbcClient database = context.getBean(JdbcClient.class);
			Chain chain = context.getBean(Chain.class);
			complete(chain.reverse("lantau", "T2"));
			assertSerialNumber(simulator.merchants().get(2));

			database.sql("update merchant set serial_number = ?, private_key = ? where name = 'lantau'")
				.param(renewed.serialNumber())
				.param(renewed.privateKeyPem())
				.update();
			complete(chain.reverse("lantau", "T2"));
			assertSerialNumber(simulator.merchants().get(2));

			clients.forget("lantau");
			complete(chain.reverse("lantau", "T2"));
			assertSerialNumber(renewed);
		}
	}

	@Test
	void boundsMayBeOthers() {
		try (ConfigurableApplicationContext context = run(OwnBounds.class, properties())) {
			complete(context.getBean(Chain.class).reverse("lantau", "T2"));

			assertThat(context.getBean(WechatPayHkClients.class).loaded()).containsOnlyKeys("lantau");
			assertOutcome(context.getBean(Chain.class).reverse("kowloon", "T1"), Outcome.NOT_SENT);
		}
	}

	private static void assertSerialNumber(SimulatedMerchant merchant) {
		assertThat(simulator.requests().last().header("Authorization"))
			.contains("serial_no=\"" + merchant.serialNumber() + "\"");
	}

	@Test
	void sameRowLoadedAgainKeepsItsClient() {
		try (ConfigurableApplicationContext context = start()) {
			MerchantSource table = context.getBean(MerchantSource.class);

			assertThat(table.find("lantau").block(LONG_ENOUGH).trust())
				.isEqualTo(table.find("lantau").block(LONG_ENOUGH).trust());
		}
	}

	@Test
	void nothingIsSentForANameThatNobodyHas() {
		try (ConfigurableApplicationContext context = start()) {
			assertOutcome(context.getBean(Chain.class).reverse("nowhere", "T0"), Outcome.NOT_SENT);

			assertThat(simulator.requests().total()).isZero();
		}
	}

	@Test
	void orderOfAnotherMerchantIsRefused() {
		try (ConfigurableApplicationContext context = start()) {
			assertOutcome(context.getBean(Chain.class).reverse("kowloon", "T2"), Outcome.REJECTED);
			assertOutcome(context.getBean(Chain.class).reverseOfSubMerchant("1900000199", "T0"), Outcome.REJECTED);

			assertThat(simulator.orders().get("T2").held()).isEqualTo(888);
		}
	}

	@Test
	void failoverIsForAllWhoCallTheDefaultAddress() {
		try (ConfigurableApplicationContext context = start(failover())) {
			complete(context.getBean(ReverseOrderService.class).reverse("T0"));
			complete(context.getBean(Chain.class).reverse("kowloon", "T1"));
		}
	}

	@Test
	void merchantWithAnAddressOfItsOwnStaysThere() {
		String[] properties = Stream
			.concat(Stream.of("wechatpay.hk.merchants.kowloon.base-url=http://127.0.0.1:2/hk/"), Stream.of(failover()))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = start(properties)) {
			assertOutcome(context.getBean(Chain.class).reverse("kowloon", "T1"), Outcome.NOT_SENT);
		}
	}

	private static String[] failover() {
		return new String[] { "wechatpay.hk.base-url=http://127.0.0.1:1/hk/",
				"wechatpay.hk.failover.base-urls=" + simulator.baseUrl(), "wechatpay.hk.failover.max-server-errors=1" };
	}

	@Test
	void oneMerchantMustBeTheDefault(CapturedOutput output) {
		List<String> properties = merchant("wechatpay.hk.merchants.kowloon.", simulator.merchants().get(1));

		assertThatException().isThrownBy(() -> run(Application.class, properties));

		assertThat(output).contains("wechatpay.hk.mchid");
	}

	private static void complete(Mono<Void> call) {
		StepVerifier.create(call).expectComplete().verify(LONG_ENOUGH);
	}

	private static void assertOutcome(Mono<Void> call, Outcome outcome) {
		StepVerifier.create(call)
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(outcome)))
			.verify(LONG_ENOUGH);
	}

	private static ConfigurableApplicationContext start(String... properties) {
		List<String> all = properties();
		all.addAll(List.of(properties));
		return run(Application.class, all);
	}

	private static ConfigurableApplicationContext run(Class<?> application, List<String> properties) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(properties.toArray(String[]::new))
			.run();
	}

	private static List<String> properties() {
		List<String> all = new ArrayList<>(List.of("wechatpay.hk.base-url=" + simulator.baseUrl(),
				"wechatpay.hk.sp-mchid=1900000100", "wechatpay.hk.sub-mchid=1900000109"));
		all.addAll(keys("wechatpay.hk.", simulator.merchants().get(0)));
		all.addAll(merchant("wechatpay.hk.merchants.kowloon.", simulator.merchants().get(1)));
		return all;
	}

	private static List<String> merchant(String prefix, SimulatedMerchant merchant) {
		List<String> properties = new ArrayList<>(keys(prefix, merchant));
		properties.add(prefix + "mchid=" + merchant.mchid());
		return properties;
	}

	private static List<String> keys(String prefix, SimulatedMerchant merchant) {
		return List.of(prefix + "merchant-serial-number=" + merchant.serialNumber(),
				prefix + "private-key=" + merchant.privateKeyPem(),
				prefix + "public-key-id=" + simulator.platform().publicKeyId(),
				prefix + "public-key=" + simulator.platform().publicKeyPem());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = WechatPayHkDurableReversalAutoConfiguration.class)
	@Import(Chain.class)
	static class Application {

		@Bean
		JdbcClient database() {
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
			JdbcClient database = JdbcClient.create(dataSource);
			database
				.sql("create table merchant (name varchar primary key, mchid varchar, serial_number varchar, "
						+ "private_key varchar, public_key_id varchar, public_key varchar)")
				.update();
			SimulatedMerchant merchant = simulator.merchants().get(2);
			database.sql("insert into merchant values ('lantau', ?, ?, ?, ?, ?)")
				.params(merchant.mchid(), merchant.serialNumber(), merchant.privateKeyPem(),
						simulator.platform().publicKeyId(), simulator.platform().publicKeyPem())
				.update();
			return database;
		}

		@Bean
		MerchantSource simulatedMerchants(JdbcClient database) {
			MerchantTable table = new MerchantTable(database, "secret");
			return (name) -> table.find(name).map((merchant) -> merchant.withBaseUrl(simulator.baseUrl()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBounds extends Application {

		@Bean
		WechatPayHkClients clients(MerchantSource merchants) {
			return WechatPayHkClients.builder(merchants).maximumSize(10_000).maximumAge(Duration.ofHours(1)).build();
		}

	}

}
