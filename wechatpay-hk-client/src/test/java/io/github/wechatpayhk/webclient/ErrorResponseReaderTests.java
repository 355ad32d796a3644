package io.github.wechatpayhk.webclient;

import java.util.Objects;

import io.github.wechatpayhk.error.WechatPayHkApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorResponseReaderTests {

	private final ErrorResponseReader reader = new ErrorResponseReader();

	@Test
	void readsWhichFieldIsWrong() {
		WechatPayHkApiException error = read("""
				{"code": "PARAM_ERROR", "message": "no such merchant",
				"detail": {"field": "/mchid", "issue": "not eight digits", "location": "body", "value": "1"}}""");

		assertThat(error.code()).isEqualTo("PARAM_ERROR");
		assertThat(error.description()).isEqualTo("no such merchant");
		assertThat(error.detail()).isEqualTo(new WechatPayHkApiException.Detail("/mchid", "not eight digits", "body"));
	}

	@Test
	void readsWhatTheSignatureWasVerifiedAgainst() {
		WechatPayHkApiException.Detail detail = Objects.requireNonNull(
				read("""
						{"code": "SIGN_ERROR", "message": "sign error",
						"detail": {"field": "signature", "location": "authorization", "detail": {"issue": "sign not match"},
						"sign_information": {"method": "POST", "url": "/hk/v3/refunds", "sign_message_length": 349,
						"truncated_sign_message": "POST\\n/hk/v3/refunds\\n1756951532\\nIXlHDnWguGbz7uMOL7xdPibFoV342jP3\\n{\\n"}}}""")
					.detail());

		assertThat(detail).isEqualTo(new WechatPayHkApiException.Detail("signature", "sign not match", "authorization",
				new WechatPayHkApiException.SignInformation("POST", "/hk/v3/refunds",
						"POST\n/hk/v3/refunds\n1756951532\nIXlHDnWguGbz7uMOL7xdPibFoV342jP3\n{\n")));
		assertThat(Objects.requireNonNull(detail.signInformation()).truncatedMessage())
			.isEqualTo("POST\\n/hk/v3/refunds\\n1756951532\\nIXlHDnWguGbz7uMOL7xdPibFoV342jP3\\n{\\n");
	}

	@Test
	void readsTheIssueWhereverItStands() {
		assertThat(read("{\"detail\":{\"issue\":\"flat\",\"detail\":{\"issue\":\"nested\"}}}").detail())
			.isEqualTo(new WechatPayHkApiException.Detail(null, "flat", null));
		assertThat(read("{\"detail\":{\"detail\":\"nested\",\"sign_information\":[]}}").detail())
			.isEqualTo(new WechatPayHkApiException.Detail(null, null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"detail\":null}", "{\"detail\":\"/mchid\"}", "{\"detail\":[\"/mchid\"]}" })
	void hasNoDetailWithoutAnObject(String body) {
		assertThat(read(body).detail()).isNull();
	}

	private WechatPayHkApiException read(String body) {
		ClientResponse response = ClientResponse.create(HttpStatus.BAD_REQUEST).body(body).build();
		return Objects.requireNonNull(this.reader.read(response).block(SignedClients.LONG_ENOUGH));
	}

}
