package io.github.wechatpayhk.benchmarks.load;

import java.time.Duration;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.gateway.RateLimits;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.trust.PlatformKeys;
import reactor.core.publisher.Flux;

/**
 * How many orders client and simulator reverse together, in one process on the same
 * processors. Each reversal is signed, verified, handled, signed and verified again; the
 * run is void unless every order was really reversed.
 */
public final class SimulatorThroughput {

	private SimulatorThroughput() {
	}

	/**
	 * Measure and print one line.
	 * @param options how many reversals, and how many in flight
	 */
	public static void main(Options options) {
		int warmUp = options.number("warm-up", 10_000);
		int reversals = options.number("reversals", 20_000);
		int inFlight = options.number("in-flight", 64);
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().rateLimit(RateLimits.none()).start()) {
			ReverseOrderService service = service(simulator);
			reverse(simulator, service, "W", warmUp, inFlight);
			Duration time = reverse(simulator, service, "M", reversals, inFlight);
			System.out.printf("%,d reversals, %d in flight, %d processors, client signs with %s: %,.0f per second%n",
					reversals, inFlight, Runtime.getRuntime().availableProcessors(), SignatureProvider.auto().name(),
					reversals / (time.toNanos() / 1e9));
		}
	}

	private static ReverseOrderService service(WechatPayHkSimulator simulator) {
		MerchantCredential credential = new MerchantCredential(SerialNumber.of(simulator.merchant().serialNumber()),
				Signer.rsa(simulator.merchant().privateKey()));
		PlatformKeys keys = PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
				simulator.platform().publicKey());
		return ReverseOrderService.create(WechatPayHkClient.builder(MerchantIds.direct("1900000109"), credential, keys)
			.baseUrl(simulator.baseUrl())
			.build());
	}

	private static Duration reverse(WechatPayHkSimulator simulator, ReverseOrderService service, String prefix,
			int count, int inFlight) {
		for (int i = 0; i < count; i++) {
			simulator.orders().put(SimulatedOrder.quickPay(prefix + i));
		}
		long start = System.nanoTime();
		Flux.range(0, count).flatMap((number) -> service.reverse(prefix + number), inFlight).blockLast();
		Duration time = Duration.ofNanos(System.nanoTime() - start);
		for (int i = 0; i < count; i++) {
			if (simulator.orders().state(prefix + i) != TradeState.REVOKED) {
				throw new VoidRunException("An order was reported as reversed and is not", null);
			}
		}
		return time;
	}

}
