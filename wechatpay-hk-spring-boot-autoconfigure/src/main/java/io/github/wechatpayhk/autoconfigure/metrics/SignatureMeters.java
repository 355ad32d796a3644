package io.github.wechatpayhk.autoconfigure.metrics;

import java.time.Duration;

import io.github.wechatpayhk.signature.SignatureListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * How long signatures take, and how often responses arrive that nothing asked for.
 */
final class SignatureMeters implements SignatureListener {

	private final Timer signing;

	private final Timer waiting;

	private final Timer genuine;

	private final Timer wrong;

	private final Counter unexpected;

	SignatureMeters(MeterRegistry registry) {
		this.signing = Timer.builder("wechatpay.hk.signing")
			.description("Time that the signer takes for the signature of a request")
			.register(registry);
		this.waiting = Timer.builder("wechatpay.hk.signing.wait")
			.description("Time that requests wait for a signing thread")
			.register(registry);
		this.genuine = verification("genuine", registry);
		this.wrong = verification("wrong", registry);
		this.unexpected = Counter.builder("wechatpay.hk.responses.unexpected")
			.description("Connections closed as bytes arrived on them while no response was awaited")
			.register(registry);
	}

	private static Timer verification(String result, MeterRegistry registry) {
		return Timer.builder("wechatpay.hk.verification")
			.description("Time that the verification of the signature of a response takes")
			.tag("result", result)
			.register(registry);
	}

	@Override
	public void signed(Duration waited, Duration took) {
		this.waiting.record(waited);
		this.signing.record(took);
	}

	@Override
	public void verified(Duration took, boolean isGenuine) {
		(isGenuine ? this.genuine : this.wrong).record(took);
	}

	@Override
	public void unexpectedResponse() {
		this.unexpected.increment();
	}

}
