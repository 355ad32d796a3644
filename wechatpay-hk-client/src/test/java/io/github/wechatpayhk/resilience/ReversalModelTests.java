package io.github.wechatpayhk.resilience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.UnsignedRefusals;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.error.WechatPayHkUnknownOutcomeException;
import io.github.wechatpayhk.order.ReverseOrderService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever goes wrong, what is said about a reversal is true. {@code -Dmodel.seeds=5000}
 * sets how many schedules of faults are tried, {@code -Dmodel.seed=42} replays one.
 */
class ReversalModelTests {

	private static final long SEEDS = Long.getLong("model.seeds", 300);

	private static final int ENOUGH_TO_DIE = 300;

	private static VirtualWorld.Gateway gateway;

	@BeforeAll
	static void openGateway() {
		gateway = VirtualWorld.gateway();
	}

	@Test
	void keepsItsWordUnderEverySchedule() {
		Long only = Long.getLong("model.seed");
		long[] seeds = (only != null) ? new long[] { only } : LongStream.range(0, SEEDS).toArray();
		List<String> broken = new ArrayList<>();
		for (long seed : seeds) {
			broken.addAll(ReversalModelRun.of(gateway, seed, ReversalModelRun.Mutant.NONE));
		}
		System.out.println("Reversals under " + seeds.length + " seeded schedules of faults: "
				+ (broken.isEmpty() ? "all rules hold" : "broken " + broken));
		assertThat(broken).isEmpty();
	}

	@Test
	void sameSeedGivesTheSameRun() {
		assertThat(ReversalModelRun.of(gateway, 7, new TrustingUnsigned()))
			.isEqualTo(ReversalModelRun.of(gateway, 7, new TrustingUnsigned()));
	}

	@Test
	void killsTheMutantThatTrustsAnUnsigned204() {
		assertDies(new TrustingUnsigned(), ReversalModelRun.Rule.COMPLETED_MEANS_REVERSED);
	}

	@Test
	void killsTheMutantThatTrustsAllUnsignedRefusals() {
		assertDies(new TrustingUnsignedRefusals(), ReversalModelRun.Rule.REJECTED_MEANS_NOT_REVERSED);
	}

	@Test
	void killsTheMutantThatTakesUnknownForRejected() {
		assertDies(new UnknownIsRejected(), ReversalModelRun.Rule.REJECTED_MEANS_NOT_REVERSED);
	}

	@Test
	void killsTheMutantThatForgetsAnEarlierUnknown() {
		assertDies(new ForgettingUnknown(), ReversalModelRun.Rule.REJECTED_MEANS_NOT_REVERSED);
	}

	@Test
	void killsTheMutantThatSendsASignatureAgain() {
		assertDies(new SendingSignatureAgain(), ReversalModelRun.Rule.NO_NONCE_TWICE);
	}

	private static void assertDies(ReversalModelRun.Mutant mutant, ReversalModelRun.Rule rule) {
		long survived = LongStream.range(0, ENOUGH_TO_DIE)
			.takeWhile((seed) -> ReversalModelRun.of(gateway, seed, mutant)
				.stream()
				.noneMatch((broken) -> broken.startsWith(rule.name())))
			.count();
		System.out.println(mutant.getClass().getSimpleName() + " died at seed " + survived);
		assertThat(survived).isLessThan(ENOUGH_TO_DIE);
	}

	private static final class TrustingUnsigned implements ReversalModelRun.Mutant {

		@Override
		public ReverseOrderService inside(ReverseOrderService attempt) {
			return (request) -> attempt.reverse(request)
				.onErrorResume(WechatPayHkSignatureException.class,
						(ex) -> (ex.status() == 204 && ex.signatureStatus() == SignatureStatus.ABSENT) ? Mono.empty()
								: Mono.error(ex));
		}

	}

	private static final class TrustingUnsignedRefusals implements ReversalModelRun.Mutant {

		@Override
		public ReverseOrderService inside(ReverseOrderService attempt) {
			return ReversalModelRun.Mutant
				.withErrors(attempt,
						(error) -> (error instanceof WechatPayHkApiException ex)
								? new WechatPayHkApiException(ex.status(), ex.signatureStatus(), ex.requestId(),
										ex.code(), ex.description(), ex.detail(), ex.retryAfter(), UnsignedRefusals.ALL)
								: error);
		}

	}

	private static final class UnknownIsRejected implements ReversalModelRun.Mutant {

		@Override
		public ReverseOrderService outside(ReverseOrderService service) {
			return ReversalModelRun.Mutant.withErrors(service, (error) -> {
				WechatPayHkException known = (WechatPayHkException) error;
				return (known.outcome() == Outcome.UNKNOWN)
						? new WechatPayHkApiException(400, SignatureStatus.VERIFIED, null, null, null, null)
							.withAttempts(known.attempts())
						: error;
			});
		}

	}

	private static final class ForgettingUnknown implements ReversalModelRun.Mutant {

		@Override
		public ReverseOrderService outside(ReverseOrderService service) {
			return ReversalModelRun.Mutant.withErrors(service,
					(error) -> (error instanceof WechatPayHkUnknownOutcomeException unknown)
							? unknown.last().withAttempts(unknown.attempts()) : error);
		}

	}

	private static final class SendingSignatureAgain implements ReversalModelRun.Mutant {

		@Override
		public ExchangeFunction network(ExchangeFunction network) {
			Map<String, String> authorizations = new HashMap<>();
			return (request) -> {
				String authorization = authorizations.computeIfAbsent(request.url().getPath(),
						(path) -> String.valueOf(request.headers().getFirst(HttpHeaders.AUTHORIZATION)));
				return network.exchange(ClientRequest.from(request)
					.headers((headers) -> headers.set(HttpHeaders.AUTHORIZATION, authorization))
					.build());
			};
		}

	}

}
