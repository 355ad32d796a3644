package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalRequest;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.junit.WechatPayHkSimulatorExtension;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real application schedules reversals in an embedded database, and keeps them.
 */
@ExtendWith(WechatPayHkSimulatorExtension.class)
class DurableReversalTests {

	private static final ReverseOrderRequest ORDER = ReverseOrderRequest.outTradeNo(WechatPayHkSimulator.PAID_ORDER);

	private final WechatPayHkSimulator simulator;

	@TempDir
	private Path directory;

	DurableReversalTests(WechatPayHkSimulator simulator) {
		this.simulator = simulator;
	}

	@Test
	void reversesWithProof() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			DurableReversals reversals = context.getBean(DurableReversals.class);

			DurableReversal reversal = reversals.schedule(ORDER);

			DurableReversal ended = context.getBean(DurableReversalEvents.class)
				.next(DurableReversalEvent.Ended.class)
				.reversal();
			assertThat(ended.id()).isEqualTo(reversal.id());
			assertThat(ended.state()).isEqualTo(ReversalState.REVERSED);
			assertThat(ended.attempts()).isEqualTo(1);
			assertThat(reversals.attempts(reversal.id())).singleElement()
				.extracting(ReversalAttempt::result, ReversalAttempt::status)
				.containsExactly(ReversalAttempt.Result.REVERSED, 204);
			assertThat(reversals.attempts(reversal.id())).extracting(ReversalAttempt::requestId).doesNotContainNull();
		}
		assertThat(state()).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void reversesWhatAnEarlierProcessScheduled() throws Exception {
		try (ConfigurableApplicationContext context = start("wechatpay.hk.durable-reversal.auto-start=false")) {
			context.getBean(DurableReversals.class).schedule(ORDER);
		}
		assertThat(state()).isEqualTo(TradeState.SUCCESS);

		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.getBean(DurableReversalEvents.class).next(DurableReversalEvent.Ended.class).reversal())
				.extracting(DurableReversal::state)
				.isEqualTo(ReversalState.REVERSED);
		}
		assertThat(state()).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void reversesForAnotherMerchant() throws Exception {
		try (ConfigurableApplicationContext context = start(SimulatorProperties.of("kowloon", this.simulator))) {
			context.getBean(DurableReversals.class).schedule(DurableReversalRequest.of(ORDER).withMerchant("kowloon"));

			DurableReversal ended = context.getBean(DurableReversalEvents.class)
				.next(DurableReversalEvent.Ended.class)
				.reversal();
			assertThat(ended.merchant()).isEqualTo("kowloon");
			assertThat(ended.state()).isEqualTo(ReversalState.REVERSED);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "kowloon" })
	void confirmsAtTheHostThatCallsFallBackTo(String merchant) throws Exception {
		List<String> properties = new ArrayList<>(List.of(SimulatorProperties.of("kowloon", this.simulator)));
		properties.add("wechatpay.hk.base-url=http://127.0.0.1:1/hk/");
		properties.add("wechatpay.hk.failover.base-urls=" + this.simulator.baseUrl());
		properties.add("wechatpay.hk.retry.backoff=1ms");
		try (ConfigurableApplicationContext context = start(properties.toArray(String[]::new))) {
			DurableReversalRequest request = DurableReversalRequest.of(ORDER);
			context.getBean(DurableReversals.class)
				.schedule(merchant.isEmpty() ? request : request.withMerchant(merchant));

			assertThat(context.getBean(DurableReversalEvents.class).next(DurableReversalEvent.Ended.class).reversal())
				.extracting(DurableReversal::state)
				.isEqualTo(ReversalState.REVERSED);
		}
	}

	@Test
	void remembersPaymentsOfTheClosedLoop() throws Exception {
		try (ConfigurableApplicationContext context = start("wechatpay.hk.appid=wx8888888888888888",
				"wechatpay.hk.durable-reversal.auto-start=false")) {
			MicropayRequest order = MicropayRequest
				.builder("1217752501201407033233368019", "120061098828009406", OrderAmount.hkd(888))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.build();
			this.simulator.faults().inject(Fault.noResponse()).on(Operation.MICROPAY);

			Disposable abandoned = context.getBean(QuickPay.class).pay(order).subscribe();
			this.simulator.requests().await((request) -> request.target().contains("micropay"), Duration.ofSeconds(30));
			abandoned.dispose();

			assertThat(context.getBean(DurableReversals.class).openPayments(10)).singleElement()
				.extracting((payment) -> payment.intent().outTradeNo())
				.isEqualTo(order.outTradeNo());
		}
	}

	private TradeState state() {
		return Objects.requireNonNull(this.simulator.orders().find(WechatPayHkSimulator.PAID_ORDER)).state();
	}

	private ConfigurableApplicationContext start(String... properties) throws Exception {
		return TestApplication.startDurable(WebApplicationType.NONE, this.simulator, this.directory, List.of(),
				properties);
	}

}
