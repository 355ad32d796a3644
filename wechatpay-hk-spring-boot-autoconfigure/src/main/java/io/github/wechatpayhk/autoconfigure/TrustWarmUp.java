package io.github.wechatpayhk.autoconfigure;

import java.time.Duration;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Has a key to verify responses with ready before the first call. Where that fails the
 * application starts all the same, and the first call retries.
 */
final class TrustWarmUp implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(TrustWarmUp.class);

	private final WechatPayHkClient client;

	private final Duration timeout;

	TrustWarmUp(WechatPayHkClient client, Duration timeout) {
		this.client = client;
		this.timeout = timeout;
	}

	@Override
	public void afterSingletonsInstantiated() {
		try {
			this.client.warmUp().block(this.timeout.plusSeconds(1));
		}
		catch (WechatPayHkException | IllegalStateException ex) {
			logger.warn("No key to verify WeChat Pay's responses is ready yet: " + ex.getMessage());
		}
	}

}
