package io.github.wechatpayhk.fuzz;

import java.util.Objects;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.webclient.ErrorResponseReader;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the body of an error is, it becomes one exception that fits into a line.
 */
class ErrorBodyFuzzTests {

	private final ErrorResponseReader reader = new ErrorResponseReader();

	@FuzzTest(maxDuration = "30s")
	void becomesOneException(byte[] body) {
		ClientResponse response = ClientResponse.create(HttpStatus.BAD_REQUEST)
			.body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)))
			.build();

		WechatPayHkApiException error = Objects.requireNonNull(this.reader.read(response).block());

		assertThat(error.status()).isEqualTo(400);
		boolean isTrusted = error.hasCode("PARAM_ERROR") || error.hasCode("INVALID_REQUEST");
		assertThat(error.outcome()).isIn(Outcome.UNKNOWN, isTrusted ? Outcome.REJECTED : Outcome.UNKNOWN);
		assertThat(error.getMessage()).hasSizeLessThan(2048).doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}]");
	}

}
