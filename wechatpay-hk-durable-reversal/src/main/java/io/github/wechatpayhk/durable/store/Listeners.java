package io.github.wechatpayhk.durable.store;

import java.util.List;

import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Notifies several listeners. One that fails harms neither the others nor the
 * notification.
 *
 * @since 0.1.0
 */
public final class Listeners {

	private static final Log logger = LogFactory.getLog(Listeners.class);

	private final List<DurableReversalListener> listeners;

	public Listeners(List<DurableReversalListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	public boolean isEmpty() {
		return this.listeners.isEmpty();
	}

	/**
	 * Tell all of them.
	 * @return whether all have returned
	 */
	public boolean deliver(DurableReversalEvent event) {
		boolean isAcknowledged = true;
		for (DurableReversalListener listener : this.listeners) {
			try {
				listener.on(event);
			}
			catch (RuntimeException ex) {
				isAcknowledged = false;
				logger.warn("A listener of durable reversals failed at event " + event.id()
						+ ". It is delivered again unless it is Misconfigured", ex);
			}
		}
		return isAcknowledged;
	}

}
