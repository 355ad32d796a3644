package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.gateway.RateLimits;
import io.github.wechatpayhk.trust.PlatformKeys;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * A client, a gateway and everything between them on one scheduler and one clock, in one
 * thread: nothing happens by chance, and an hour passes in no time. Signatures are real
 * RSA on both sides. That is affordable, as a signature costs about a millisecond: the
 * whole of 5,000 seeds needs about as many seconds as it makes thousands of attempts.
 * <p>
 * The simulator is shared by the worlds of a test class, since its keys are expensive;
 * its clock is that of the present world and goes on from world to world.
 */
final class VirtualWorld implements AutoCloseable {

	static final String MCHID = "1900000109";

	private static final Instant BEGINNING = Instant.parse("2026-03-02T10:00:00Z");

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	private final AtomicLong skewSeconds = new AtomicLong();

	private final Gateway gateway;

	private VirtualWorld(Gateway gateway) {
		this.gateway = gateway;
		VirtualTimeScheduler.set(this.scheduler);
		gateway.world = this;
	}

	static Gateway gateway() {
		return new Gateway();
	}

	static VirtualWorld around(Gateway gateway) {
		return new VirtualWorld(gateway);
	}

	VirtualTimeScheduler scheduler() {
		return this.scheduler;
	}

	WechatPayHkSimulator simulator() {
		return this.gateway.simulator;
	}

	Duration now() {
		return Duration.ofNanos(this.scheduler.now(TimeUnit.NANOSECONDS));
	}

	/**
	 * The client's clock, which is not always right.
	 */
	InstantSource clientClock() {
		return () -> this.gateway.instant().plusSeconds(this.skewSeconds.get());
	}

	void skewClientClock(long seconds) {
		this.skewSeconds.set(seconds);
	}

	WechatPayHkClient client(ExchangeFunction network) {
		MerchantCredential credential = new MerchantCredential(SerialNumber.of(simulator().merchant().serialNumber()),
				Signer.rsa(simulator().merchant().privateKey()));
		PlatformKeys keys = PlatformKeys.publicKey(SerialNumber.of(simulator().platform().publicKeyId()),
				simulator().platform().publicKey());
		return WechatPayHkClient.builder(MerchantIds.direct(MCHID), credential, keys)
			.clock(clientClock())
			.signingScheduler(Schedulers.immediate())
			.exchangeFunction(network)
			.build();
	}

	@Override
	public void close() {
		this.gateway.elapsed = this.gateway.elapsed.plus(now());
		VirtualTimeScheduler.reset();
	}

	/**
	 * The simulator, by the clock of the present world.
	 */
	static final class Gateway {

		private Duration elapsed = Duration.ZERO;

		private VirtualWorld world = new VirtualWorld(this);

		private final WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
			.clock((InstantSource) this::instant)
			.seed(1)
			.rateLimit(RateLimits.none())
			.startInMemory();

		private Gateway() {
			VirtualTimeScheduler.reset();
		}

		private Instant instant() {
			return BEGINNING.plus(this.elapsed).plus(this.world.now());
		}

		WechatPayHkSimulator simulator() {
			return this.simulator;
		}

	}

}
