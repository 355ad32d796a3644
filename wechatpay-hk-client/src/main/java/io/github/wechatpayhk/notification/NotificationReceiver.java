package io.github.wechatpayhk.notification;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.wechatpayhk.notification.NotificationException.Check;
import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;
import io.github.wechatpayhk.notification.NotificationObserver.NotificationDelivery;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Receives deliveries: reads each, hands it to the handler, and tells the status that
 * WeChat Pay receives, always within {@link #DEADLINE}. Writes one line to the log for
 * each. At most {@link #MAX_CONCURRENT} deliveries are in progress. A delivery beyond
 * them, or one whose headers cannot verify, ends before its body is read, and a body that
 * does not arrive within {@link #BODY_DEADLINE} ends it. Safe for concurrent use; does
 * not block.
 *
 * @since 0.1.0
 */
public final class NotificationReceiver {

	/**
	 * The longest time from the beginning of a delivery to its status. WeChat Pay waits 5
	 * seconds, the network included.
	 */
	public static final Duration DEADLINE = Duration.ofMillis(4500);

	/**
	 * The longest time for the body of a delivery, which WeChat Pay sends with its
	 * headers: 2 seconds.
	 */
	public static final Duration BODY_DEADLINE = Duration.ofSeconds(2);

	/**
	 * How many deliveries are in progress at the same time.
	 */
	public static final int MAX_CONCURRENT = 256;

	static final int NO_CONTENT = 204;

	static final int UNAUTHORIZED = 401;

	static final int FAILED = 500;

	static final int UNAVAILABLE = 503;

	private static final Pattern BREAKING = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

	private static final Log logger = LogFactory.getLog(NotificationReceiver.class);

	private final AtomicInteger inProgress = new AtomicInteger();

	private final Function<String, Mono<NotificationReader>> readers;

	private final NotificationHandler handler;

	private final List<NotificationObserver> observers;

	private final InstantSource clock;

	private final Scheduler timer;

	private NotificationReceiver(Function<String, Mono<NotificationReader>> readers, NotificationHandler handler,
			List<NotificationObserver> observers, InstantSource clock, Scheduler timer) {
		this.readers = readers;
		this.handler = handler;
		this.observers = observers;
		this.clock = clock;
		this.timer = timer;
	}

	/**
	 * Create a receiver.
	 * @param readers finds the reader of a merchant by its name; empty if there is no
	 * such merchant
	 * @param handler takes over what was verified
	 * @param observers observe each delivery, the first one outermost
	 * @param clock the local clock, with which headers are compared
	 * @param timer measures the deadlines
	 * @return the receiver
	 */
	public static NotificationReceiver create(Function<String, Mono<NotificationReader>> readers,
			NotificationHandler handler, List<NotificationObserver> observers, InstantSource clock, Scheduler timer) {
		return new NotificationReceiver(readers, handler, List.copyOf(observers), clock, timer);
	}

	/**
	 * Receive a delivery.
	 * @param merchant the name that the path carried
	 * @param headers gives all values of a header, its name in any letter case
	 * @param body the raw bytes, received on the thread that subscribes once the headers
	 * are checked; fails with a {@link NotificationException} if they are too many
	 * @return the delivery with its end, never an error
	 */
	public Mono<NotificationDelivery> receive(String merchant, Function<String, List<String>> headers,
			Mono<byte[]> body) {
		Mono<NotificationDelivery> delivery = Mono.defer(() -> deliver(merchant, headers, body))
			.doOnNext(NotificationReceiver::log);
		for (int i = this.observers.size() - 1; i >= 0; i--) {
			delivery = this.observers.get(i).observe(merchant, delivery);
		}
		return delivery;
	}

	private Mono<NotificationDelivery> deliver(String merchant, Function<String, List<String>> headers,
			Mono<byte[]> body) {
		AtomicReference<@Nullable Notification> verified = new AtomicReference<>();
		return Mono.using(this.inProgress::incrementAndGet, (number) -> {
			if (number > MAX_CONCURRENT) {
				return Mono.<NotificationResult>error(
						new NotificationException(Check.CAPACITY, MAX_CONCURRENT + " are in progress", null));
			}
			return verify(merchant, headers, body).doOnNext(verified::set).flatMap(this.handler::handle);
		}, (number) -> this.inProgress.decrementAndGet())
			.timeout(DEADLINE, this.timer)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("The handler returned no result")))
			.map((result) -> new NotificationDelivery(merchant, verified.get(), result, null))
			.onErrorResume((ex) -> Mono.just(new NotificationDelivery(merchant, verified.get(), null,
					(verified.get() == null) ? inTime(ex) : ex)));
	}

	/**
	 * Read a delivery, and leave the rest to the caller.
	 * @param merchant the name that the path carried
	 * @param headers gives all values of a header, its name in any letter case
	 * @param body the raw bytes, received on the thread that subscribes once the headers
	 * are checked; fails with a {@link NotificationException} if they are too many
	 * @return the verified notification, or a {@link NotificationException}, within
	 * {@link #DEADLINE}
	 */
	public Mono<Notification> read(String merchant, Function<String, List<String>> headers, Mono<byte[]> body) {
		return verify(merchant, headers, body).timeout(DEADLINE, this.timer).onErrorMap(NotificationReceiver::inTime);
	}

	private static Throwable inTime(Throwable failure) {
		return (failure instanceof TimeoutException)
				? new NotificationException(Check.KEYS, "no result within " + DEADLINE, failure) : failure;
	}

	/**
	 * The body comes before the merchant: a servlet container reads it on the thread that
	 * subscribes, and a merchant may be looked up on another one.
	 */
	private Mono<Notification> verify(String merchant, Function<String, List<String>> headers, Mono<byte[]> body) {
		return Mono.defer(() -> {
			NotificationReader.requireVerifiable(headers, this.clock.instant());
			return complete(body);
		}).flatMap((bytes) -> reader(merchant).flatMap((reader) -> reader.read(headers, bytes)));
	}

	/**
	 * A failure after the deadline is a value that nobody takes: Reactor would log it as
	 * an error that is dropped.
	 */
	private Mono<byte[]> complete(Mono<byte[]> body) {
		return body.defaultIfEmpty(new byte[0])
			.materialize()
			.timeout(BODY_DEADLINE, this.timer)
			.<byte[]>dematerialize()
			.onErrorMap((ex) -> !(ex instanceof NotificationException),
					(ex) -> new NotificationException(Check.INCOMPLETE,
							(ex instanceof TimeoutException) ? "not within " + BODY_DEADLINE : "its connection failed",
							ex));
	}

	private Mono<NotificationReader> reader(String merchant) {
		return Mono.defer(() -> this.readers.apply(merchant))
			.onErrorMap((ex) -> !(ex instanceof NotificationException),
					(ex) -> new NotificationException(Check.KEYS, "the merchant could not be loaded", ex))
			.switchIfEmpty(Mono.error(() -> new NotificationException(Check.MERCHANT_NAME, "no such name", null)));
	}

	private static void log(NotificationDelivery delivery) {
		Notification notification = delivery.notification();
		Throwable failure = delivery.failure();
		String subject = (notification != null)
				? notification.id() + ' ' + notification.subject() + ", merchant '" + notification.merchant() + '\''
				: "that is not verified";
		String line = BREAKING.matcher("Notification " + subject).replaceAll(" ") + ": " + delivery.outcome()
				+ ", status " + delivery.status();
		if (failure == null) {
			logger.info(line);
		}
		else if (notification == null) {
			logger.warn(line + ". " + failure + ((failure.getCause() != null) ? ": " + failure.getCause() : ""));
		}
		else if (failure instanceof TimeoutException) {
			logger.warn(line + ". The listeners did not return within " + DEADLINE
					+ "; they go on, and may be called again as WeChat Pay sends the notification again; store it and"
					+ " process it later");
		}
		else {
			logger.error(line + ". WeChat Pay sends the notification again", failure);
		}
	}

}
