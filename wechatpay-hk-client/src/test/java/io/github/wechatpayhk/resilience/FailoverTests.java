package io.github.wechatpayhk.resilience;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.webclient.CallOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which host an attempt goes to, in virtual time.
 */
class FailoverTests {

	private static final URI ONE = URI.create("https://one.example/hk/");

	private static final URI TWO = URI.create("https://two.example/hk/");

	private static final WechatPayHkCall CALL = WechatPayHkCall.of(WechatPayHkOperation.REVERSE, "T1");

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	private final List<@Nullable URI> called = new ArrayList<>();

	private final List<WechatPayHkCallEvent> events = new ArrayList<>();

	private final Set<URI> away = new HashSet<>();

	private final Set<URI> failing = new HashSet<>();

	private final Set<URI> silent = new HashSet<>();

	private ResilientCalls calls(RetrySettings retry) {
		return ResilientCalls.builder("1900000109")
			.scheduler(this.scheduler)
			.retry(retry)
			.failover(FailoverSettings.of(ONE, TWO))
			.listener((event) -> {
				if (event instanceof WechatPayHkCallEvent.HostChanged) {
					this.events.add(event);
				}
			})
			.build();
	}

	private Mono<Void> attempt(@Nullable URI baseUrl) {
		return Mono.defer(() -> {
			this.called.add(baseUrl);
			if (this.away.contains(baseUrl)) {
				return Mono.error(failure(Outcome.NOT_SENT));
			}
			if (this.silent.contains(baseUrl)) {
				return Mono.error(failure(Outcome.UNKNOWN));
			}
			return this.failing.contains(baseUrl)
					? Mono.error(new WechatPayHkApiException(502, SignatureStatus.ABSENT, null, null, null, null))
					: Mono.empty();
		});
	}

	private static WechatPayHkException failure(Outcome outcome) {
		return new WechatPayHkTransportException(outcome, "Out of order", null);
	}

	private void call(ResilientCalls calls) {
		calls.call(CALL, this::attempt).subscribe((value) -> {
		}, (failure) -> {
		});
		this.scheduler.advanceTimeBy(Duration.ofSeconds(1));
	}

	@Test
	void staysWithThePreferredHost() {
		ResilientCalls calls = calls(RetrySettings.defaults());
		call(calls);
		call(calls);

		assertThat(this.called).containsExactly(ONE, ONE);
		assertThat(this.events).isEmpty();
	}

	@Test
	void goesToTheNextHostAfterOneFailureToConnect() {
		this.away.add(ONE);
		ResilientCalls calls = calls(RetrySettings.defaults());
		call(calls);
		call(calls);

		assertThat(this.called).containsExactly(ONE, TWO, TWO);
		assertThat(this.events).containsExactly(new WechatPayHkCallEvent.HostChanged("1900000109", ONE, TWO));
	}

	@Test
	void goesToTheNextHostForAnotherMerchantOfTheSameHost() {
		this.away.add(ONE);
		ResilientCalls calls = calls(RetrySettings.defaults())
			.forMerchant(new CallingMerchant("1900000110", "kowloon", ApiGeneration.HK), ONE);
		call(calls);
		call(calls);

		assertThat(this.called).containsExactly(ONE, TWO, TWO);
		assertThat(this.events).containsExactly(new WechatPayHkCallEvent.HostChanged("1900000110", ONE, TWO));
	}

	@Test
	void staysWithTheHostOfAnotherMerchant() {
		URI other = URI.create("https://three.example/hk/");
		call(calls(RetrySettings.defaults()).forMerchant(new CallingMerchant("1900000110", "kowloon", ApiGeneration.HK),
				other));

		assertThat(this.called).containsExactly((URI) null);
	}

	@Test
	void staysWithTheGenerationOfAnotherMerchant() {
		call(calls(RetrySettings.defaults())
			.forMerchant(new CallingMerchant("1900000110", "kowloon", ApiGeneration.GLOBAL), ONE));

		assertThat(this.called).containsExactly((URI) null);
	}

	@Test
	void goesToTheNextHostAfterARunOfServerErrors() {
		this.failing.add(ONE);
		ResilientCalls calls = calls(RetrySettings.off());
		for (int i = 0; i < 5; i++) {
			call(calls);
		}

		assertThat(this.called).containsExactly(ONE, ONE, ONE, TWO, TWO);
	}

	@Test
	void forgetsServerErrorsAfterAnResponse() {
		ResilientCalls calls = calls(RetrySettings.off());
		for (int i = 0; i < 6; i++) {
			this.failing.clear();
			if (i % 3 != 2) {
				this.failing.add(ONE);
			}
			call(calls);
		}

		assertThat(this.called).containsOnly(ONE);
	}

	@Test
	void staysWhereAnResponseDidNotCome() {
		this.silent.add(ONE);
		ResilientCalls calls = calls(RetrySettings.off());
		for (int i = 0; i < 5; i++) {
			call(calls);
		}

		assertThat(this.called).containsOnly(ONE);
	}

	@Test
	void comesBackByItself() {
		this.away.add(ONE);
		ResilientCalls calls = calls(RetrySettings.defaults());
		call(calls);
		this.away.clear();
		this.scheduler.advanceTimeBy(Duration.ofSeconds(31));
		call(calls);
		call(calls);

		assertThat(this.called).containsExactly(ONE, TWO, ONE, ONE);
		assertThat(this.events).containsExactly(new WechatPayHkCallEvent.HostChanged("1900000109", ONE, TWO),
				new WechatPayHkCallEvent.HostChanged("1900000109", TWO, ONE));
	}

	@Test
	void triesAHostThatRestedWithOneAttemptOnly() {
		this.away.add(ONE);
		ResilientCalls calls = calls(RetrySettings.defaults());
		call(calls);
		this.called.clear();
		this.scheduler.advanceTimeBy(Duration.ofSeconds(31));
		for (int i = 0; i < 5; i++) {
			calls.call(CALL, this::attempt).subscribe();
		}
		this.scheduler.advanceTimeBy(Duration.ofSeconds(1));

		assertThat(this.called).containsExactly(ONE, TWO, TWO, TWO, TWO, TWO);
		assertThat(this.events).hasSize(1);
	}

	@Test
	void goesOnTryingWhenNoHostWorks() {
		this.away.addAll(Set.of(ONE, TWO));
		ResilientCalls calls = calls(RetrySettings.defaults());
		call(calls);
		this.away.remove(ONE);
		this.scheduler.advanceTimeBy(Duration.ofSeconds(31));
		call(calls);

		assertThat(this.called).startsWith(ONE, TWO).endsWith(ONE);
	}

	@Test
	void leavesAGivenBaseUrlAlone() {
		this.away.add(ONE);
		ResilientCalls calls = calls(RetrySettings.off());
		calls
			.call(new WechatPayHkCall(WechatPayHkOperation.REVERSE, "T1", CallOptions.none().withBaseUrl(ONE)),
					this::attempt)
			.subscribe();

		assertThat(this.called).containsOnlyNulls();
	}

	@Test
	void hostsAreCheckedLikeAnyBaseUrl() {
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> FailoverSettings.of(URI.create("http://one.example/")));
		assertThat(FailoverSettings.of(URI.create("https://one.example/hk")).baseUrls()).containsExactly(ONE);
	}

}
