package io.github.wechatpayhk.desync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.desync.OutOfStepGateway.Fault;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.resilience.RetrySettings;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireTls;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection whose responses are out of step with its requests never ends a call with
 * the response to another one. {@code -Ddesync.seeds=20000} sets how many schedules are
 * tried, {@code -Ddesync.seed=42} replays one.
 */
class DesynchronizationTests {

	private static final long SEEDS = Long.getLong("desync.seeds", 60);

	private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

	/**
	 * Without a confirmation, a second response that arrives late is the one fault that
	 * nothing can tell from the response to the next request.
	 */
	private static final List<Fault> WITHOUT_CONFIRMATION = Stream.of(Fault.values())
		.filter((fault) -> fault != Fault.SECOND_LATE)
		.toList();

	private static final List<Fault> WITH_CONFIRMATION = List.of(Fault.values());

	@Test
	void endsNoCallWithTheResponseToAnother() {
		Long only = Long.getLong("desync.seed");
		LongStream seeds = (only != null) ? LongStream.of(only) : LongStream.range(0, SEEDS);
		List<String> wrong = seeds.parallel().mapToObj(DesynchronizationTests::run).flatMap(List::stream).toList();
		System.out.println("Schedules of responses that are out of step: " + ((only != null) ? 1 : SEEDS)
				+ (wrong.isEmpty() ? ", no wrong outcome" : ", wrong " + wrong));
		assertThat(wrong).isEmpty();
	}

	private static List<String> run(long seed) {
		Random random = new Random(seed);
		int connections = 1 + random.nextInt(random.nextInt(64) + 1);
		int calls = connections + random.nextInt(12);
		boolean isConfirmed = random.nextBoolean();
		Function<Random, Fault> faults = faults(random, isConfirmed ? WITH_CONFIRMATION : WITHOUT_CONFIRMATION);
		Scheduler signing = Schedulers.boundedElastic();
		boolean isTls = random.nextInt(4) == 0;
		try (OutOfStepGateway gateway = OutOfStepGateway.start(isTls ? WireTls.serverSocket("trusted") : plain(), seed,
				faults);
				WechatPayHkConnector connector = WechatPayHkConnector
					.create(new ConnectionSettings(Duration.ofSeconds(20), connections, -1, LONG_ENOUGH,
							Duration.ofSeconds(30), null), isTls ? WireTls::trusting : UnaryOperator.identity())) {
			WechatPayHkClient client = WechatPayHkClient
				.builder(MerchantIds.direct(WireKeys.MCHID),
						new MerchantCredential(SerialNumber.of(WireKeys.MERCHANT_SERIAL),
								(message) -> Mono.just(new byte[256])),
						WireKeys.platformKeys())
				.baseUrl(gateway.baseUrl())
				.connector(connector)
				.signingScheduler(signing)
				.build();
			ReverseOrderService service = ResilientCalls.builder(WireKeys.MCHID)
				.retry(new RetrySettings(1 + random.nextInt(3), Duration.ofMillis(1), 0))
				.build()
				.decorate(ReverseOrderService.create(client), QueryOrderService.create(client));
			return Flux.range(0, calls)
				.map((number) -> "S" + seed + 'N' + number + (random.nextInt(4) == 0 ? "X" : ""))
				.map((outTradeNo) -> ReverseOrderRequest.outTradeNo(outTradeNo).withConfirmation(isConfirmed))
				.flatMap((request) -> verdict(service, gateway, request), connections)
				.collectList()
				.blockOptional(LONG_ENOUGH)
				.orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ServerSocket plain() throws IOException {
		return new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
	}

	/**
	 * Some schedules have a single kind of fault among many responses that are right,
	 * some have all kinds.
	 */
	private static Function<Random, Fault> faults(Random random, List<Fault> faults) {
		Fault single = faults.get(random.nextInt(faults.size()));
		boolean isMixed = random.nextBoolean();
		int rate = 1 + random.nextInt(4);
		return (perConnection) -> {
			if (perConnection.nextInt(rate) != 0) {
				return Fault.NONE;
			}
			return isMixed ? faults.get(perConnection.nextInt(faults.size())) : single;
		};
	}

	private static Mono<String> verdict(ReverseOrderService service, OutOfStepGateway gateway,
			ReverseOrderRequest request) {
		String outTradeNo = String.valueOf(request.outTradeNo());
		return service.reverse(request)
			.then(Mono.defer(() -> gateway.hasReversed(outTradeNo) ? Mono.<String>empty()
					: Mono.just(outTradeNo + " completed, not reversed")))
			.onErrorResume(WechatPayHkException.class,
					(ex) -> (ex.outcome() == Outcome.REJECTED && !gateway.hasRefused(outTradeNo))
							? Mono.just(outTradeNo + " REJECTED, yet reversed: " + ex.getMessage()) : Mono.empty());
	}

}
