package io.github.wechatpayhk.simulator.notification;

import java.net.URI;
import java.util.concurrent.CompletionStage;

import io.github.wechatpayhk.simulator.http.RawHeaders;

/**
 * Carries notifications to the merchant.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NotificationTransport {

	/**
	 * Post a notification.
	 * @param url where it goes
	 * @param headers the headers
	 * @param body the bytes of the body
	 * @return the status of the response, or a failure when there is none
	 */
	CompletionStage<Integer> post(URI url, RawHeaders headers, byte[] body);

}
