package io.github.wechatpayhk.durable;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells several listeners. One that fails harms neither the others nor what is told.
 */
final class Listeners implements DurableReversalListener {

	private static final Log logger = LogFactory.getLog(Listeners.class);

	private final List<DurableReversalListener> listeners;

	Listeners(List<DurableReversalListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void on(DurableReversalEvent event) {
		for (DurableReversalListener listener : this.listeners) {
			try {
				listener.on(event);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener of durable reversals failed", ex);
			}
		}
	}

}
