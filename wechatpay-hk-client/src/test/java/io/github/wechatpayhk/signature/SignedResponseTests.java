package io.github.wechatpayhk.signature;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SignedResponseTests {

	@Test
	void showsWhatItResponsesAndNothingThatCameWithIt() {
		SignedResponse response = new SignedResponse("GET", "/hk/v3/certificates", 200, (name) -> List.of("header"),
				"body".getBytes(StandardCharsets.UTF_8));

		assertThat(response).hasToString("SignedResponse[GET /hk/v3/certificates 200]");
	}

}
