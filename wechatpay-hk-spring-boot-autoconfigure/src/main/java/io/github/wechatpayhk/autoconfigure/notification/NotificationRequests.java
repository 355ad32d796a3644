package io.github.wechatpayhk.autoconfigure.notification;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.NotificationException;
import io.github.wechatpayhk.notification.NotificationException.Check;
import io.github.wechatpayhk.notification.NotificationObserver.NotificationDelivery;
import io.github.wechatpayhk.notification.NotificationReader;
import io.github.wechatpayhk.resilience.CallingMerchant;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriUtils;

/**
 * What the two web stacks have in common: which merchant a request is for, and what
 * follows from a rejection.
 */
final class NotificationRequests {

	/**
	 * The variable of a handler's path that names the merchant.
	 */
	private static final String MERCHANT_VARIABLE = "merchant";

	private NotificationRequests() {
	}

	/**
	 * Return the merchant that a request to the endpoint is for.
	 * @param endpoint the path of the endpoint
	 * @param path the raw path of the request within the application
	 * @return the name, or {@code null} if the request is not to the endpoint
	 */
	static @Nullable String merchant(String endpoint, String path) {
		if (path.equals(endpoint)) {
			return CallingMerchant.DEFAULT_NAME;
		}
		if (!path.startsWith(endpoint + '/') || path.indexOf('/', endpoint.length() + 1) >= 0) {
			return null;
		}
		try {
			return UriUtils.decode(path.substring(endpoint.length() + 1), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Return the merchant that a request to a handler of the application is for.
	 * @param variables the variables of its path
	 * @return the variable {@code merchant}, else the default merchant
	 */
	static String merchant(@Nullable Object variables) {
		Object name = (variables instanceof Map<?, ?> map) ? map.get(MERCHANT_VARIABLE) : null;
		return (name instanceof String text) ? text : CallingMerchant.DEFAULT_NAME;
	}

	static NotificationException tooLarge() {
		return new NotificationException(Check.SIZE, "more than " + NotificationReader.MAX_SIZE + " bytes", null);
	}

	static Notification require(Class<?> type, Notification notification) {
		if (!type.isInstance(notification)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"The handler does not receive notifications of this kind");
		}
		return notification;
	}

	static ResponseStatusException rejection(String merchant, Throwable failure) {
		int status = new NotificationDelivery(merchant, null, null, failure).status();
		return new ResponseStatusException(HttpStatusCode.valueOf(status), null, failure);
	}

}
