package io.github.wechatpayhk.autoconfigure;

import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Prepares connections in the background once the application is ready, so that the first
 * cashier does not wait for it. Where that fails, the first call tries again.
 */
final class ConnectorWarmUp implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(ConnectorWarmUp.class);

	private final WechatPayHkConnector connector;

	ConnectorWarmUp(WechatPayHkConnector connector) {
		this.connector = connector;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		this.connector.warmUp()
			.subscribe(null, (ex) -> logger.warn("Connections to WeChat Pay are not prepared: " + ex.getMessage()));
	}

}
