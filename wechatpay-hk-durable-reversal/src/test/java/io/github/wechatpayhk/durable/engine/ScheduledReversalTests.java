package io.github.wechatpayhk.durable.engine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalRequest;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.ReversalStoreException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A reversal is scheduled once, and with the transaction of the caller.
 */
class ScheduledReversalTests extends OnEachDatabase {

	ScheduledReversalTests(TestDatabase database) {
		super(database);
	}

	@Test
	void isPartOfTheCallersTransaction() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		TestDatabase.execute(this.world.store.dataSource(), "create table shop_order (state varchar(20))");
		JdbcClient shop = JdbcClient.create(this.world.store.dataSource());
		TransactionTemplate transaction = new TransactionTemplate(
				new JdbcTransactionManager(this.world.store.dataSource()));
		this.world.engine.start();

		transaction.executeWithoutResult((status) -> {
			shop.sql("insert into shop_order values ('CANCELLED')").update();
			this.world.schedule();
			status.setRollbackOnly();
		});
		assertThat(reversals().list(null, 0, 10)).isEmpty();

		transaction.executeWithoutResult((status) -> {
			shop.sql("insert into shop_order values ('CANCELLED')").update();
			this.world.schedule();
			assertThat(this.world.calls(Operation.REVERSE)).isZero();
		});
		this.world.next(DurableReversalEvent.Ended.class);
		assertThat(shop.sql("select count(*) from shop_order").query(Integer.class).single()).isEqualTo(1);
		assertThat(this.world.calls(Operation.REVERSE)).isEqualTo(1);
	}

	@Test
	void isRefusedInATransactionOnAnotherDatabase() {
		DurableStore other = DurableStore.embedded(directory().resolve("other"));
		try {
			TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(other.dataSource()));

			assertThatExceptionOfType(ReversalConflictException.class)
				.isThrownBy(() -> transaction.executeWithoutResult((status) -> this.world.schedule()))
				.withMessageContaining("another database");
		}
		finally {
			other.close();
		}
	}

	@Test
	void failsTheCallersTransactionWhenTheDatabaseDoes() {
		TestDatabase.execute(this.world.store.dataSource(), "drop table wechatpay_hk_scheduled_task");

		assertThatExceptionOfType(ReversalStoreException.class).isThrownBy(this.world::schedule)
			.withMessageContaining("'D1' could not be scheduled");
		assertThat(reversals().list(null, 0, 10)).isEmpty();
	}

	@Test
	void scheduledReversalsAnOrderOnce() {
		DurableReversal first = this.world.schedule();

		DurableReversal second = reversals()
			.schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER).withMchid("1900000109"));

		assertThat(second.id()).isEqualTo(first.id());
		assertThat(reversals().findByOrder(DurableWorld.ORDER)).hasSize(1);
	}

	@Test
	void staysOneReversalWhenManyReversalItAtTheSameTime() {
		List<String> ids = Flux.range(0, 8)
			.flatMap((number) -> reversals()
				.scheduleReactive(DurableReversalRequest.of(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER))))
			.map(DurableReversal::id)
			.collectList()
			.block(DurableWorld.LONG_ENOUGH);

		assertThat(ids).hasSize(8);
		assertThat(new HashSet<>(ids)).hasSize(1);
		assertThat(this.world.count("wechatpay_hk_scheduled_task")).isEqualTo(1);
	}

	@Test
	void refusesTheSameOrderWithOtherIds() {
		this.world.schedule();

		assertThatExceptionOfType(ReversalConflictException.class).isThrownBy(
				() -> reversals().schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER).withMchid("1900000110")))
			.withMessageContaining("1900000109")
			.withMessageContaining("1900000110");
	}

	@Test
	void refusesWhatCanNeverBeSent() {
		assertThatExceptionOfType(WechatPayHkRequestException.class).isThrownBy(() -> reversals()
			.schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER).withSpMchid("1900000100")));
		assertThatExceptionOfType(WechatPayHkRequestException.class).isThrownBy(() -> reversals()
			.schedule(DurableReversalRequest.of(ReverseOrderRequest.outTradeNo("1")).withMerchant("nobody")));
		assertThat(reversals().list(null, 0, 10)).isEmpty();
	}

	@Test
	void scheduledReversalsWithoutBlocking() {
		StepVerifier
			.create(reversals()
				.scheduleReactive(DurableReversalRequest.of(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER))))
			.expectNextMatches((reversal) -> reversal.state() == ReversalState.WAITING)
			.expectComplete()
			.verify(DurableWorld.LONG_ENOUGH);
	}

	/**
	 * Reactor throws on an event loop only after it has subscribed.
	 */
	@Test
	void storesNothingBehindABlockThatAnEventLoopRefuses() {
		Mono<DurableReversal> scheduling = reversals()
			.scheduleReactive(DurableReversalRequest.of(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER)));
		AtomicReference<Throwable> failure = new AtomicReference<>();

		StepVerifier
			.create(Mono.fromCallable(() -> scheduling.doOnError(failure::set).block())
				.subscribeOn(Schedulers.parallel()))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("not supported in thread"))
			.verify(DurableWorld.LONG_ENOUGH);

		assertThat(failure.get()).isInstanceOfSatisfying(WechatPayHkRequestException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(WechatPayHkRequestException.Reason.NON_BLOCKING_THREAD));
		assertThat(reversals().list(null, 0, 10)).isEmpty();
	}

	@Test
	void leavesTheFirstSecondsAfterThePaymentAlone() {
		Instant sent = this.world.time.instant().minusSeconds(5).truncatedTo(ChronoUnit.MILLIS);

		DurableReversal reversal = reversals().schedule(
				DurableReversalRequest.of(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER)).withPaymentSentAt(sent));

		assertThat(reversal.nextAttemptAt()).isEqualTo(sent.plusSeconds(15));
	}

}
