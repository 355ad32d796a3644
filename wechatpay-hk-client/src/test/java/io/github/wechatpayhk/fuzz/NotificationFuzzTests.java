package io.github.wechatpayhk.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.NotificationException;
import io.github.wechatpayhk.notification.NotificationFixture;
import io.github.wechatpayhk.notification.NotificationReader;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Signal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a notification is, it is rejected with one exception that fits into a line and
 * quotes nothing, unless WeChat Pay signed it and encrypted it.
 */
class NotificationFuzzTests {

	/**
	 * Headers and body, as anybody can send them.
	 */
	private static final char FOREIGN = 'h';

	/**
	 * A body that WeChat Pay signed.
	 */
	private static final char SIGNED = 's';

	private final NotificationReader reader = NotificationFixture.reader();

	@FuzzTest(maxDuration = "30s")
	void isRejectedOrGenuine(byte[] data) {
		if (data.length == 0) {
			return;
		}
		byte[] rest = Arrays.copyOfRange(data, 1, data.length);
		switch (data[0]) {
			case FOREIGN -> assertForeign(rest);
			case SIGNED -> assertReadOrRejected(NotificationFixture.signed(rest), rest, null);
			default -> assertEncrypted(rest);
		}
	}

	private void assertForeign(byte[] data) {
		String[] parts = new String(data, StandardCharsets.ISO_8859_1).split("\n\n", 2);
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String line : parts[0].split("\n", -1)) {
			int colon = line.indexOf(':');
			if (colon > 0) {
				headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
			}
		}
		byte[] body = (parts.length > 1) ? parts[1].getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
		Signal<Notification> end = read(headers, body);
		if (end.isOnError()) {
			assertRejection(end.getThrowable(), null);
		}
		else {
			assertThat(headers).containsEntry("Wechatpay-Nonce",
					NotificationFixture.signed(body).get("Wechatpay-Nonce"));
		}
	}

	/**
	 * An event type, and what WeChat Pay encrypted under it.
	 */
	private void assertEncrypted(byte[] data) {
		String text = new String(data, StandardCharsets.UTF_8);
		int end = text.indexOf('\n');
		String type = text.substring(0, Math.max(end, 0)).replaceAll("[^A-Z._]", "");
		String resource = text.substring(end + 1);
		byte[] body = NotificationFixture.body(type, resource);
		assertReadOrRejected(NotificationFixture.signed(body), body, resource);
	}

	private void assertReadOrRejected(Map<String, String> headers, byte[] body, @Nullable String resource) {
		Signal<Notification> end = read(headers, body);
		if (end.isOnError()) {
			assertRejection(end.getThrowable(), resource);
			return;
		}
		Notification notification = end.get();
		assertThat(notification).isNotNull();
		assertThat(notification.id()).isNotBlank();
		assertThat(notification.subject()).isNotBlank();
		assertThat(Notification.of(notification.event())).isEqualTo(notification);
		if (resource != null) {
			assertThat(notification.event().resource()).isEqualTo(resource);
		}
	}

	private Signal<Notification> read(Map<String, String> headers, byte[] body) {
		Signal<Notification> end = this.reader
			.read((name) -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of(), body)
			.materialize()
			.block();
		assertThat(end).isNotNull();
		return end;
	}

	private static void assertRejection(@Nullable Throwable failure, @Nullable String resource) {
		assertThat(failure).isInstanceOf(NotificationException.class);
		assertThat(failure.getMessage()).doesNotContain("\n", "\r");
		if (resource != null && resource.length() > 40) {
			assertThat(failure.getMessage()).doesNotContain(resource);
			assertThat(failure.getCause()).isNull();
		}
	}

}
