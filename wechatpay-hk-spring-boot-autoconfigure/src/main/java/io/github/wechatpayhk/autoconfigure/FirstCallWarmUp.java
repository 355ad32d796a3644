package io.github.wechatpayhk.autoconfigure;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Prepares the first call in the background once the application is ready: connections, a
 * rehearsal in memory, and platform certificates where they are downloaded. Where that
 * fails, the first call retries.
 */
final class FirstCallWarmUp implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

	private static final Log logger = LogFactory.getLog(FirstCallWarmUp.class);

	private final Mono<Void> preparation;

	private final Disposable.Swap running = Disposables.swap();

	FirstCallWarmUp(WechatPayHkConnector connector, SignatureProvider signatureProvider, WechatPayHkClient client) {
		this.preparation = connector.warmUp()
			.then(Rehearsal.of(connector, signatureProvider))
			.then(Mono.defer(client::warmUp));
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		this.running.update(this.preparation.subscribe(null,
				(ex) -> logger.warn("The first call to WeChat Pay is not prepared: " + ex.getMessage())));
	}

	@Override
	public void destroy() {
		this.running.dispose();
	}

}
