package io.github.wechatpayhk.documentation.testing;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.order.ReverseOrderService;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without a simulator: the service is an interface with one method.
 */
class TillUnitTests {

	@Test
	void tellsThatNothingWasReversedWhenNothingWasSent() {
		ReverseOrderService unreachable = (order) -> Mono
			.error(new WechatPayHkTransportException(Outcome.NOT_SENT, "Connection refused", null));

		assertThat(new Till(unreachable).reverse("T1")).isEqualTo("not reversed");
	}

}
