package io.github.wechatpayhk;

import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.signature.SigningScheduler;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A signer that lives elsewhere and takes its time.
 */
class RemoteSignerTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.start();

	private final WechatPayHkConnector oneConnection = WechatPayHkConnector.create(
			new ConnectionSettings(Duration.ofSeconds(2), 1, -1, Duration.ofSeconds(20), Duration.ofSeconds(7), null));

	private final Scheduler signingScheduler = SigningScheduler.create();

	private final Vault vault = new Vault(this.simulator.merchant().privateKey());

	private ReverseOrderService service;

	@BeforeEach
	void createService() {
		this.service = ReverseOrderService.create(WechatPayHkClient
			.builder(MerchantIds.direct("1900000109"),
					new MerchantCredential(SerialNumber.of(this.simulator.merchant().serialNumber()), this.vault),
					PlatformKeys.publicKey(SerialNumber.of(this.simulator.platform().publicKeyId()),
							this.simulator.platform().publicKey()))
			.baseUrl(this.simulator.baseUrl())
			.connector(this.oneConnection)
			.signingScheduler(this.signingScheduler)
			.build());
		this.simulator.orders().put(SimulatedOrder.quickPay("SLOW").merchant(this.simulator.merchant()));
		this.simulator.orders().put(SimulatedOrder.quickPay("FAST").merchant(this.simulator.merchant()));
	}

	@AfterEach
	void stop() {
		this.oneConnection.close();
		this.signingScheduler.dispose();
		this.simulator.close();
	}

	/**
	 * There is one connection: if the slow call held it, the fast one could not complete.
	 */
	@Test
	void leasesNoConnectionWhileASignatureIsOutstanding() {
		Sinks.Empty<Void> open = Sinks.empty();
		this.vault.responses.add(open.asMono());
		StepVerifier.create(this.service.reverse("SLOW")).expectSubscription().then(() -> {
			this.vault.awaitCalls(1);
			StepVerifier.create(this.service.reverse("FAST")).expectComplete().verify(LONG_ENOUGH);
			assertThat(this.simulator.requests().all()).singleElement()
				.satisfies((request) -> assertThat(request.target()).contains("FAST"));
			open.tryEmitEmpty();
		}).expectComplete().verify(LONG_ENOUGH);
		assertThat(this.simulator.requests().last().target()).contains("SLOW");
	}

	@Test
	void manySignaturesMayBeOutstandingAtOnce() {
		Flux<Integer> hundred = Flux.range(0, 100);
		Sinks.Empty<Void> open = Sinks.empty();
		hundred.doOnNext((number) -> {
			this.vault.responses.add(open.asMono());
			this.simulator.orders().put(SimulatedOrder.quickPay("T" + number).merchant(this.simulator.merchant()));
		}).blockLast(LONG_ENOUGH);
		StepVerifier.create(hundred.flatMap((number) -> this.service.reverse("T" + number), 100))
			.expectSubscription()
			.then(() -> {
				// all of them wait for the vault, on no thread of ours
				this.vault.awaitCalls(100);
				assertThat(this.simulator.requests().total()).isZero();
				open.tryEmitEmpty();
			})
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(this.simulator.requests().total()).isEqualTo(100);
	}

	@Test
	void slowSignerOnlyTakesItsTime() {
		for (int call = 0; call < 3; call++) {
			this.vault.responses.add(Mono.delay(Duration.ofMillis(100)).then());
		}
		StepVerifier.create(Flux.range(0, 3).flatMap((number) -> this.service.reverse("SLOW")))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void failureOfTheVaultIsNotSent() {
		this.vault.responses.add(Mono.error(new IllegalStateException("The vault is sealed")));
		StepVerifier.create(this.service.reverse("SLOW"))
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class, (ex) -> {
						assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT);
						assertThat(ex).hasRootCauseMessage("The vault is sealed");
					}))
			.verify(LONG_ENOUGH);
		assertThat(this.simulator.requests().total()).isZero();
	}

	/**
	 * Keeps the key to itself and responds when a test says so.
	 */
	private static final class Vault implements Signer {

		private final Signer key;

		private final List<Mono<Void>> responses = new CopyOnWriteArrayList<>();

		private final List<byte[]> calls = new CopyOnWriteArrayList<>();

		private final Sinks.Many<Integer> called = Sinks.many().replay().latest();

		Vault(PrivateKey key) {
			this.key = Signer.rsa(key);
		}

		@Override
		public synchronized Mono<byte[]> sign(byte[] message) {
			this.calls.add(message);
			this.called.tryEmitNext(this.calls.size());
			Mono<Void> response = this.responses.isEmpty() ? Mono.empty() : this.responses.remove(0);
			return response.then(this.key.sign(message).subscribeOn(Schedulers.boundedElastic()));
		}

		void awaitCalls(int number) {
			this.called.asFlux().filter((calls) -> calls >= number).blockFirst(LONG_ENOUGH);
		}

	}

}
