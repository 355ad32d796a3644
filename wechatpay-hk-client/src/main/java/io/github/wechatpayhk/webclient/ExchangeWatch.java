package io.github.wechatpayhk.webclient;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import io.github.wechatpayhk.error.Outcome;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Tells from outside how far a signed exchange has come, for the moment in which it is
 * stopped: a cancelled exchange gives no error that could say it. Travels in the Reactor
 * context. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class ExchangeWatch {

	private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.UNSEEN);

	private final boolean needsNewConnection;

	private volatile @Nullable ExchangeWatch outer;

	private volatile @Nullable String requestId;

	private volatile @Nullable Instant writtenAt;

	/**
	 * Create a watch that has seen nothing yet.
	 */
	public ExchangeWatch() {
		this(false);
	}

	/**
	 * Create a watch that has seen nothing yet.
	 * @param needsNewConnection whether a {@link WechatPayHkConnector} is to open a new
	 * connection for the exchange, as the one of the attempt before was broken and others
	 * of the pool may be as well
	 */
	public ExchangeWatch(boolean needsNewConnection) {
		this.needsNewConnection = needsNewConnection;
	}

	static boolean needsNewConnection(ContextView context) {
		ExchangeWatch watch = context.getOrDefault(ExchangeWatch.class, null);
		return watch != null && watch.needsNewConnection;
	}

	/**
	 * Find the watch of an exchange, and let it know that the exchange tells it
	 * everything from here on.
	 */
	static @Nullable ExchangeWatch enter(ContextView context) {
		ExchangeWatch watch = context.getOrDefault(ExchangeWatch.class, null);
		if (watch != null) {
			watch.stage.compareAndSet(Stage.UNSEEN, Stage.PREPARING);
		}
		return watch;
	}

	/**
	 * Keep the watch of an exchange from another one that it waits for, such as the
	 * download of certificates.
	 * @param context the context of the exchange
	 * @return the context of the other one
	 */
	public static Context hide(Context context) {
		return context.delete(ExchangeWatch.class);
	}

	/**
	 * Add this watch to the context in which the exchange is subscribed to. A watch that
	 * is there already learns of the response as well.
	 * @param context the context of the subscriber
	 * @return the context with this watch
	 */
	public Context addTo(Context context) {
		this.outer = context.getOrDefault(ExchangeWatch.class, null);
		return context.put(ExchangeWatch.class, this);
	}

	/**
	 * Pass the point of no return, unless the exchange was stopped before.
	 */
	boolean send() {
		return this.stage.compareAndSet(Stage.PREPARING, Stage.SENT) || this.stage.get() == Stage.SENT;
	}

	/**
	 * Stop the exchange: if it was not sent yet, it will not be.
	 * @return {@link Outcome#NOT_SENT} only if the signed exchange itself was on its way
	 * and had no connection yet, else {@link Outcome#UNKNOWN}
	 */
	public Outcome stop() {
		boolean isUnsent = this.stage.compareAndSet(Stage.PREPARING, Stage.STOPPED)
				|| this.stage.get() == Stage.STOPPED;
		return isUnsent ? Outcome.NOT_SENT : Outcome.UNKNOWN;
	}

	void responded(@Nullable String requestId) {
		this.requestId = requestId;
		ExchangeWatch present = this.outer;
		if (present != null) {
			present.responded(requestId);
		}
	}

	void written(@Nullable Instant writtenAt) {
		this.writtenAt = writtenAt;
		ExchangeWatch present = this.outer;
		if (present != null) {
			present.written(writtenAt);
		}
	}

	/**
	 * Return the {@code Request-ID} of the response, made fit for a log line.
	 * @return the id, or {@code null} if there is no response yet or it names none
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

	/**
	 * Return when WeChat Pay wrote the response, by its own clock. The signature covers
	 * it: trust it only if the exchange succeeded.
	 * @return the moment, with a precision of seconds, or {@code null} if there is no
	 * response yet or it names none
	 */
	public @Nullable Instant writtenAt() {
		return this.writtenAt;
	}

	private enum Stage {

		UNSEEN, PREPARING, SENT, STOPPED

	}

}
