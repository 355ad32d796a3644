package io.github.wechatpayhk.autoconfigure;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.durable.DurableReversalEvent;

import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Collects what an application is told about its scheduled reversals.
 */
class DurableReversalEvents {

	private static final long LONG_ENOUGH = 30;

	private final BlockingQueue<DurableReversalEvent> events = new LinkedBlockingQueue<>();

	@EventListener
	void on(DurableReversalEvent event) {
		this.events.add(event);
	}

	<T extends DurableReversalEvent> T next(Class<T> type) throws InterruptedException {
		DurableReversalEvent event = this.events.poll(LONG_ENOUGH, TimeUnit.SECONDS);
		assertThat(event).isInstanceOf(type);
		return type.cast(event);
	}

}
