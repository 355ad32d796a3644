package io.github.wechatpayhk.sample.till;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says where the cashier's page is, once it is there.
 */
@Component
@ConditionalOnWebApplication
class Announcement {

	private static final Log logger = LogFactory.getLog(Announcement.class);

	private final Environment environment;

	Announcement(Environment environment) {
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void announce() {
		String port = this.environment.getProperty("local.server.port");
		if (port != null) {
			logger.info("The cashier's page: http://127.0.0.1:" + port + "/");
		}
	}

}
