package io.github.wechatpayhk.simulator.notification;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.simulator.fault.FaultPlan;
import io.github.wechatpayhk.simulator.fault.Faults;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.platform.SimulatedPlatform;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.protocol.RandomIds;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.protocol.Times;
import io.github.wechatpayhk.simulator.signature.Aead;
import io.github.wechatpayhk.simulator.signature.ResponseSigner;
import io.github.wechatpayhk.simulator.time.EventQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sends notifications, encrypted and signed, and sends them again until they are
 * accepted: after 15 s, 15 s, 30 s, 3 min, 10 min, 20 min, three times 30 min, 60 min,
 * three times 3 h and twice 6 h, each counted from the attempt before.
 *
 * @since 0.1.0
 */
public final class NotificationSender {

	private static final List<Duration> SCHEDULE = List.of(Duration.ofSeconds(15), Duration.ofSeconds(15),
			Duration.ofSeconds(30), Duration.ofMinutes(3), Duration.ofMinutes(10), Duration.ofMinutes(20),
			Duration.ofMinutes(30), Duration.ofMinutes(30), Duration.ofMinutes(30), Duration.ofMinutes(60),
			Duration.ofHours(3), Duration.ofHours(3), Duration.ofHours(3), Duration.ofHours(6), Duration.ofHours(6));

	private final Notifications notifications;

	private final NotificationTransport transport;

	private final EventQueue eventQueue;

	private final SimulatedPlatform platform;

	private final ResponseSigner responseSigner;

	private final Faults faults;

	private final RandomIds ids;

	/**
	 * Create a notification sender.
	 * @param notifications where notifications are recorded
	 * @param transport carries them
	 * @param eventQueue what falls due by the clock
	 * @param platform the keys that sign them
	 * @param responseSigner signs them
	 * @param faults what goes wrong with them
	 * @param ids makes ids and nonces
	 */
	public NotificationSender(Notifications notifications, NotificationTransport transport, EventQueue eventQueue,
			SimulatedPlatform platform, ResponseSigner responseSigner, Faults faults, RandomIds ids) {
		this.notifications = notifications;
		this.transport = transport;
		this.eventQueue = eventQueue;
		this.platform = platform;
		this.responseSigner = responseSigner;
		this.faults = faults;
		this.ids = ids;
	}

	/**
	 * Send a notification now, and later again if need be.
	 * @param eventType what it tells, such as {@code TRANSACTION.SUCCESS}
	 * @param outTradeNo the order that it is about
	 * @param url where it goes
	 * @param resource what it says
	 * @param apiV3Key the key that encrypts it
	 * @param at when it is due
	 */
	public void send(String eventType, String outTradeNo, URI url, Map<String, Object> resource, String apiV3Key,
			Instant at) {
		String plaintext = new String(Reply.json(200, resource).body(), StandardCharsets.UTF_8);
		String type = eventType.startsWith("REFUND") ? "refund" : "transaction";
		String nonce = this.ids.aeadNonce();
		Map<String, Object> encrypted = new LinkedHashMap<>();
		encrypted.put("original_type", type);
		encrypted.put("algorithm", Aead.ALGORITHM);
		encrypted.put("ciphertext", Aead.encrypt(apiV3Key, nonce, type, plaintext));
		encrypted.put("associated_data", type);
		encrypted.put("nonce", nonce);
		String id = "EV-" + this.ids.nonce();
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("id", id);
		body.put("create_time", Times.write(at));
		body.put("event_type", eventType);
		body.put("resource_type", "encrypt-resource");
		body.put("summary", type + " notification");
		body.put("resource", encrypted);
		String text = new String(Reply.json(200, body).body(), StandardCharsets.UTF_8);
		this.notifications.add(new SentNotification(id, eventType, outTradeNo, url, plaintext, text, List.of()));
		attempt(new Delivery(id, url, text, 0, at));
	}

	/**
	 * Send a notification once more now, accepted or not, with a signature of its own.
	 * @param id the notification's id
	 * @param at the time
	 * @throws IllegalArgumentException if it is not kept
	 */
	public void sendAgain(String id, Instant at) {
		SentNotification sent = this.notifications.all()
			.stream()
			.filter((notification) -> notification.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no notification " + id));
		attempt(new Delivery(id, sent.url(), sent.body(), SCHEDULE.size(), at));
	}

	private void attempt(Delivery delivery) {
		if (!this.notifications.isKept(delivery.id())) {
			return;
		}
		byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
		RawHeaders headers = RawHeaders.empty()
			.with("Content-Type", "application/json")
			.with("Request-ID", this.ids.requestId());
		FaultPlan plan = this.faults.plan(Operation.NOTIFICATION,
				new RawRequest("POST", delivery.url().toString(), headers, body));
		if (plan.transmission().delay().isZero()) {
			post(delivery, headers, body, plan);
			return;
		}
		this.eventQueue.add(delivery.dueAt().plus(plan.transmission().delay()),
				(at) -> post(delivery.at(at), headers, body, plan));
	}

	private void post(Delivery delivery, RawHeaders headers, byte[] body, FaultPlan plan) {
		RawHeaders signed = this.responseSigner.put(headers, body, this.platform.signingKey(null, false), plan.twist());
		this.transport.post(delivery.url(), signed, body)
			.whenComplete((status, failure) -> record(delivery, new SentNotification.Attempt(delivery.dueAt(), signed,
					(status != null) ? status : 0, reason(failure))));
	}

	private void record(Delivery delivery, SentNotification.Attempt attempt) {
		SentNotification recorded = this.notifications.record(delivery.id(), attempt);
		if (recorded != null && !recorded.isAccepted() && delivery.number() < SCHEDULE.size()) {
			this.eventQueue.add(delivery.dueAt().plus(SCHEDULE.get(delivery.number())),
					(at) -> attempt(delivery.again(at)));
			this.eventQueue.run();
		}
	}

	private static @Nullable String reason(@Nullable Throwable failure) {
		return (failure != null) ? failure.getClass().getSimpleName() : null;
	}

	private record Delivery(String id, URI url, String body, int number, Instant dueAt) {

		Delivery again(Instant at) {
			return new Delivery(this.id, this.url, this.body, this.number + 1, at);
		}

		Delivery at(Instant at) {
			return new Delivery(this.id, this.url, this.body, this.number, at);
		}

	}

}
