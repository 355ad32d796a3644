package io.github.wechatpayhk.notification;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.NotificationException.Check;
import io.github.wechatpayhk.resilience.CallingMerchant;
import io.github.wechatpayhk.signature.ResponseVerifier;
import io.github.wechatpayhk.signature.SignedResponse;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.webclient.ResponseSubject;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Reads the notifications of one merchant (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#notifications">protocol</a>):
 * verifies the signature over the raw bytes, decrypts the resource, parses it, and
 * compares the merchant that it names. Each delivery of a notification is read, also the
 * second one. Safe for concurrent use; does not block.
 *
 * <pre class="code">
 * NotificationReader reader = NotificationReader.create(client);
 * Mono&lt;Notification&gt; notification = reader.read(headers::getOrEmpty, body);
 * </pre>
 *
 * @since 0.1.0
 */
public final class NotificationReader {

	/**
	 * The largest body that is read, in bytes. WeChat Pay's have one or two thousand.
	 */
	public static final int MAX_SIZE = 64 * 1024;

	private static final Pattern NAME = Pattern.compile("[\\x21-\\x7E]{1,64}");

	private static final String ENCRYPTED = "encrypt-resource";

	private final String merchant;

	private final MerchantIds ids;

	private final ResponseVerifier verifier;

	private final ApiV3Key apiV3Key;

	private NotificationReader(String merchant, MerchantIds ids, ResponseVerifier verifier, ApiV3Key apiV3Key) {
		this.merchant = merchant;
		this.ids = ids;
		this.verifier = verifier;
		this.apiV3Key = apiV3Key;
	}

	/**
	 * Create the reader of the only merchant of an application.
	 * @param client the merchant's client, with an APIv3 key
	 * @return the reader
	 * @throws IllegalArgumentException if the client has no APIv3 key
	 */
	public static NotificationReader create(WechatPayHkClient client) {
		return create(CallingMerchant.DEFAULT_NAME, client);
	}

	/**
	 * Create the reader of a merchant. Not for event loops: the first one prepares what
	 * all need.
	 * @param merchant the name by which the application knows the merchant
	 * @param client the merchant's client, with an APIv3 key
	 * @return the reader
	 * @throws IllegalArgumentException if the client has no APIv3 key
	 */
	public static NotificationReader create(String merchant, WechatPayHkClient client) {
		ApiV3Key apiV3Key = client.apiV3Key();
		if (apiV3Key == null) {
			throw new IllegalArgumentException("The merchant '" + merchant + "' has no APIv3 key, which notifications"
					+ " are encrypted with; no notification can be read; set 'wechatpay.hk.api-v3-key', for a named"
					+ " merchant its 'api-v3-key', without Spring Boot Merchant.withApiV3Key(..)");
		}
		NotificationResource.prepare();
		return new NotificationReader(merchant, client.merchantIds(), client.notificationVerifier(), apiV3Key);
	}

	/**
	 * Read a notification.
	 * @param headers gives all values of a header, its name in any letter case; empty if
	 * it is absent
	 * @param body the raw bytes as they were received; not to be changed afterwards
	 * @return the notification, or a {@link NotificationException}
	 */
	public Mono<Notification> read(Function<String, List<String>> headers, byte[] body) {
		return Mono.defer(() -> {
			if (body.length > MAX_SIZE) {
				return Mono.error(new NotificationException(Check.SIZE, "more than " + MAX_SIZE + " bytes", null));
			}
			SignedResponse signed = signed(headers, body);
			return this.verifier.verify(signed)
				.onErrorMap(WechatPayHkSignatureException.class, (ex) -> unverified(ex, signed))
				.map((verified) -> open(signed));
		});
	}

	/**
	 * Check what the headers alone show, before the body is received.
	 * @throws NotificationException if they cannot verify, whatever the body
	 */
	static void requireVerifiable(Function<String, List<String>> headers, Instant now) {
		SignedResponse head = signed(headers, new byte[0]);
		try {
			ResponseVerifier.requireVerifiable(head, now);
		}
		catch (WechatPayHkSignatureException ex) {
			throw unverified(ex, head);
		}
	}

	private static SignedResponse signed(Function<String, List<String>> headers, byte[] body) {
		return new SignedResponse("POST", "/", 200, headers, body);
	}

	private static NotificationException unverified(WechatPayHkSignatureException ex, SignedResponse signed) {
		return new NotificationException(check(ex),
				"serial number " + signed.serialNumber() + ", Request-ID " + signed.requestId(), ex.getCause());
	}

	private static Check check(WechatPayHkSignatureException ex) {
		return switch (ex.reason()) {
			case MISSING -> Check.SIGNATURE_MISSING;
			case MALFORMED -> Check.SIGNATURE_MALFORMED;
			case STALE -> Check.CLOCK;
			case UNKNOWN_SERIAL -> (ex.getCause() != null) ? Check.KEYS : Check.SERIAL_NUMBER;
			case PROBE -> Check.PROBE;
			case MISMATCH, REPLAYED -> Check.SIGNATURE;
		};
	}

	private Notification open(SignedResponse signed) {
		JsonNode body = NotificationResource.parseObject(signed.body());
		JsonNode resource = (body != null) ? body.get("resource") : null;
		String id = name(body, "id");
		String type = name(body, "event_type");
		if (id == null || type == null || !ENCRYPTED.equals(text(body, "resource_type"))) {
			throw new NotificationException(Check.BODY, subject(id, signed), null);
		}
		NotificationEvent event = new NotificationEvent(this.merchant, id, type, text(body, "create_time"),
				text(body, "summary"), new String(decrypt(resource, subject(id, signed)), StandardCharsets.UTF_8));
		NotificationResource content = NotificationResource.parse(event);
		requireOwn(content, subject(id, signed));
		return content.toNotification(event);
	}

	private byte[] decrypt(@Nullable JsonNode resource, String subject) {
		String nonce = text(resource, "nonce");
		String ciphertext = text(resource, "ciphertext");
		if (nonce == null || ciphertext == null || !ApiV3Key.ALGORITHM.equals(text(resource, "algorithm"))) {
			throw new NotificationException(Check.BODY, subject, null);
		}
		try {
			return this.apiV3Key.decrypt(nonce, text(resource, "associated_data"), ciphertext);
		}
		catch (GeneralSecurityException ex) {
			throw new NotificationException(Check.DECRYPTION, subject, ex);
		}
	}

	private void requireOwn(NotificationResource content, String subject) {
		ResponseSubject comparison = ResponseSubject.of(this.ids, content.text("mchid"), content.text("sp_mchid"),
				content.text("sub_mchid"));
		if (comparison.difference() != null) {
			throw new NotificationException(Check.MERCHANT, subject, null);
		}
	}

	/**
	 * Return an id or a type, which goes into logs and databases.
	 */
	private static @Nullable String name(@Nullable JsonNode node, String field) {
		String name = text(node, field);
		return (name != null && NAME.matcher(name).matches()) ? name : null;
	}

	private static @Nullable String text(@Nullable JsonNode node, String name) {
		return (node != null && node.isObject()) ? NotificationResource.text(node, name) : null;
	}

	private static String subject(@Nullable String id, SignedResponse signed) {
		return ((id != null) ? id : "without an id") + ", Request-ID " + signed.requestId();
	}

}
