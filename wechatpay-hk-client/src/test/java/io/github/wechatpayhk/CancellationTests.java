package io.github.wechatpayhk;

import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.probe.ProbeGateway;
import io.github.wechatpayhk.probe.ProbeSetup;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A caller that goes away gets no signal, so the log has to tell.
 */
class CancellationTests {

	@Test
	void afterSendingIsLoggedAndClosesTheConnection() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		try (CapturedLog log = CapturedLog.at(Level.INFO);
				ProbeGateway gateway = ProbeGateway.start((request, connection) -> {
					arrived.countDown();
					connection.getInputStream().transferTo(OutputStream.nullOutputStream());
					closed.countDown();
					connection.close();
				})) {
			ProbeSetup setup = new ProbeSetup(gateway.baseUrl());
			try (WechatPayHkConnector connector = setup.connector()) {
				Disposable call = ReverseOrderService.create(setup.client(connector)).reverse("T1").subscribe();
				assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

				call.dispose();

				assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
				assertThat(log.text()).containsOnlyOnce("Cancelled after it was sent, outcome UNKNOWN: "
						+ "POST /hk/v3/transactions/out-trade-no/T1/reverse");
			}
		}
	}

}
