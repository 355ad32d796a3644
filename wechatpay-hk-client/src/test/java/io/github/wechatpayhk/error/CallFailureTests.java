package io.github.wechatpayhk.error;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallFailure}: what each failure means to a caller that reverses an
 * order.
 */
class CallFailureTests {

	@Test
	void isVerifiedOnlyIfItWasSigned() {
		assertThat(refusal(400, SignatureStatus.VERIFIED, null).isVerified()).isTrue();
		assertThat(refusal(400, SignatureStatus.ABSENT, "PARAM_ERROR").isRejected()).isTrue();
		assertThat(refusal(400, SignatureStatus.ABSENT, "PARAM_ERROR").isVerified()).isFalse();
		assertThat(refusal(500, SignatureStatus.VERIFIED, null).isVerified()).isFalse();
	}

	@Test
	void isNotSentOnlyIfNothingLeft() {
		CallFailure refused = new CallFailure(new WechatPayHkRequestException("No key"));
		assertThat(refused.isNotSent()).isTrue();
		assertThat(refused.isRejected()).isFalse();
		assertThat(refused.isOurFault()).isTrue();
		assertThat(new CallFailure(lost(Outcome.NOT_SENT)).isNotSent()).isTrue();
		assertThat(new CallFailure(lost(Outcome.NOT_SENT)).isOurFault()).isFalse();
		assertThat(new CallFailure(lost(Outcome.UNKNOWN)).isNotSent()).isFalse();
		assertThat(refusal(400, SignatureStatus.ABSENT, null).isNotSent()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "400, false, false", "403, false, true", "404, true, false", "429, false, false",
			"500, false, false" })
	void looksAtTheStatus(int status, boolean isNotFound, boolean isForbidden) {
		CallFailure refusal = refusal(status, SignatureStatus.VERIFIED, "SOME_CODE");
		assertThat(refusal.isNotFound()).isEqualTo(isNotFound);
		assertThat(refusal.isForbidden()).isEqualTo(isForbidden);
		assertThat(refusal.isRejected()).isEqualTo(status < 429);
	}

	@ParameterizedTest
	@CsvSource({ "401, , true", "401, SIGN_ERROR, true", "403, , true", "403, RULE_LIMIT, false", "403, NO_AUTH, true",
			"403, NOAUTH, true", "400, PARAM_ERROR, true", "400, INVALID_REQUEST, false", "400, , false",
			"404, , false", "500, PARAM_ERROR, false", "429, , false" })
	void isOurFaultWhateverTheOrder(int status, @Nullable String code, boolean isOurFault) {
		assertThat(refusal(status, SignatureStatus.VERIFIED, code).isOurFault()).isEqualTo(isOurFault);
	}

	@ParameterizedTest
	@CsvSource({ "401, SIGN_ERROR, true", "404, SIGN_ERROR, true", "400, PARAM_ERROR, true", "404, NO_AUTH, true",
			"401, , false", "403, , false", "403, RULE_LIMIT, false", "502, SIGN_ERROR, false" })
	void isOurFaultWithoutProofOnlyIfACodeSaysSo(int status, @Nullable String code, boolean isOurFault) {
		assertThat(refusal(status, SignatureStatus.ABSENT, code).isOurFault()).isEqualTo(isOurFault);
	}

	@ParameterizedTest
	@ValueSource(strings = { "UNKNOWN", "NOT_SENT" })
	void isNothingOfThatWithoutAnResponse(Outcome outcome) {
		CallFailure refusal = new CallFailure(lost(outcome));
		assertThat(refusal.isRejected()).isFalse();
		assertThat(refusal.isVerified()).isFalse();
		assertThat(refusal.isNotFound()).isFalse();
		assertThat(refusal.isForbidden()).isFalse();
		assertThat(refusal.isOurFault()).isFalse();
	}

	@Test
	void isNotRejectedOnceAnAttemptWasUnknown() {
		WechatPayHkException last = new WechatPayHkApiException(404, SignatureStatus.VERIFIED, null, null, null, null);
		CallFailure refusal = new CallFailure(new WechatPayHkUnknownOutcomeException(last, List.of()));
		assertThat(refusal.isRejected()).isFalse();
		assertThat(refusal.isNotFound()).isFalse();
	}

	private static WechatPayHkTransportException lost(Outcome outcome) {
		return new WechatPayHkTransportException(outcome, "The connection broke", null);
	}

	private static CallFailure refusal(int status, SignatureStatus signatureStatus, @Nullable String code) {
		return new CallFailure(new WechatPayHkApiException(status, signatureStatus, null, code, "words", null));
	}

}
