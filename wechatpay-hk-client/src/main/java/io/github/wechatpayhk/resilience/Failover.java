package io.github.wechatpayhk.resilience;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Chooses the host of each attempt: the first one that is available. When the cool-down
 * of a host is over, a single attempt uses it, while the others stay where they are.
 */
final class Failover {

	private final List<FailoverHost> hosts;

	private final Scheduler scheduler;

	private final CallEvents events;

	private final AtomicReference<FailoverHost> present;

	Failover(FailoverSettings settings, Scheduler scheduler, CallEvents events) {
		this.hosts = settings.baseUrls()
			.stream()
			.map((url) -> new FailoverHost(url, settings.maxServerErrors(), settings.coolDown()))
			.toList();
		this.scheduler = scheduler;
		this.events = events;
		this.present = new AtomicReference<>(this.hosts.get(0));
	}

	<T> Mono<T> apply(ResilientCalls.AttemptOperation<T> attempt) {
		return Mono.defer(() -> {
			FailoverHost host = choose();
			return attempt.to(host.baseUrl())
				.doOnSuccess((result) -> responded(host))
				.doOnError((failure) -> failed(host, failure));
		});
	}

	private FailoverHost choose() {
		long now = now();
		for (FailoverHost host : this.hosts) {
			if (host.isWorking() || host.isToBeTried(now)) {
				return host;
			}
		}
		return present();
	}

	private void failed(FailoverHost host, Throwable failure) {
		boolean isLeft = false;
		if (failure instanceof WechatPayHkTransportException transport) {
			isLeft = transport.outcome() == Outcome.NOT_SENT && !transport.isLocal();
			if (isLeft) {
				host.openCircuit(now());
			}
		}
		else if (status(failure) >= 500) {
			isLeft = host.respondedWithServerError(now());
		}
		else if (status(failure) > 0) {
			responded(host);
		}
		if (isLeft) {
			moveFrom(host);
		}
	}

	private static int status(Throwable failure) {
		if (failure instanceof WechatPayHkApiException response) {
			return response.status();
		}
		return (failure instanceof WechatPayHkSignatureException response) ? response.status() : 0;
	}

	private void responded(FailoverHost host) {
		host.work();
		FailoverHost former = present();
		if (this.hosts.indexOf(host) < this.hosts.indexOf(former)) {
			changeHost(former, host);
		}
	}

	/**
	 * With all circuits open the next one in the circle is taken: any of them is as good
	 * as any other.
	 */
	private void moveFrom(FailoverHost host) {
		if (present() == host) {
			int index = this.hosts.indexOf(host);
			FailoverHost next = this.hosts.stream()
				.filter(FailoverHost::isWorking)
				.findFirst()
				.orElse(this.hosts.get((index + 1) % this.hosts.size()));
			changeHost(host, next);
		}
	}

	private void changeHost(FailoverHost from, FailoverHost to) {
		if (from != to && this.present.compareAndSet(from, to)) {
			this.events.hostChanged(from.baseUrl(), to.baseUrl());
		}
	}

	private FailoverHost present() {
		FailoverHost host = this.present.get();
		return (host != null) ? host : this.hosts.get(0);
	}

	private long now() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

}
