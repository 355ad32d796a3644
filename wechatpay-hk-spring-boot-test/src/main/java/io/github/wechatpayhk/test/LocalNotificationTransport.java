package io.github.wechatpayhk.test;

import java.net.URI;
import java.util.concurrent.CompletionStage;

import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.notification.HttpNotificationTransport;
import io.github.wechatpayhk.simulator.notification.NotificationTransport;

import org.springframework.core.env.Environment;

/**
 * Delivers notifications to the server of the application under test, whatever the host
 * of their URL is. Without such a server they go to their URL.
 */
final class LocalNotificationTransport implements NotificationTransport {

	private static final String PORT = "local.server.port";

	private final NotificationTransport transport = new HttpNotificationTransport();

	private final Environment environment;

	LocalNotificationTransport(Environment environment) {
		this.environment = environment;
	}

	@Override
	public CompletionStage<Integer> post(URI url, RawHeaders headers, byte[] body) {
		String port = this.environment.getProperty(PORT);
		return this.transport.post((port != null) ? URI.create("http://127.0.0.1:" + port + url.getRawPath()) : url,
				headers, body);
	}

}
