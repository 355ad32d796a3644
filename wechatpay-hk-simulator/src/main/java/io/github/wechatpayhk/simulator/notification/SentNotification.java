package io.github.wechatpayhk.simulator.notification;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.wechatpayhk.simulator.http.RawHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One notification with all attempts to deliver it so far. Immutable.
 *
 * @param id the notification's id
 * @param eventType what it tells
 * @param outTradeNo the order that it is about
 * @param url where it goes
 * @param plaintext the resource before its encryption, JSON
 * @param body the whole body as it is sent, JSON
 * @param attempts the attempts so far, the oldest first
 * @since 0.1.0
 */
public record SentNotification(String id, String eventType, String outTradeNo, URI url, String plaintext, String body,
		List<Attempt> attempts) {

	/**
	 * Tell whether the merchant accepted it.
	 * @return whether an attempt was responded with 200 or 204
	 */
	public boolean isAccepted() {
		return this.attempts.stream().anyMatch((attempt) -> attempt.status() == 200 || attempt.status() == 204);
	}

	SentNotification with(Attempt attempt) {
		List<Attempt> extended = new ArrayList<>(this.attempts);
		extended.add(attempt);
		return new SentNotification(this.id, this.eventType, this.outTradeNo, this.url, this.plaintext, this.body,
				List.copyOf(extended));
	}

	/**
	 * Shows what it tells and how often it was sent.
	 */
	@Override
	public String toString() {
		return this.eventType + " of " + this.outTradeNo + " " + this.attempts;
	}

	/**
	 * One attempt to deliver a notification.
	 *
	 * @param dueAt when it was due
	 * @param headers the headers that were sent
	 * @param status the status of the response; 0 when there was none
	 * @param failure why there was no response, or {@code null}
	 */
	public record Attempt(Instant dueAt, RawHeaders headers, int status, @Nullable String failure) {

		@Override
		public String toString() {
			return this.dueAt + ": " + ((this.failure != null) ? this.failure : Integer.toString(this.status));
		}

	}

}
