package io.github.wechatpayhk.error;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.github.wechatpayhk.error.WechatPayHkException.Attempt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the exceptions as values: what they keep, and what their text may hold.
 */
class WechatPayHkExceptionTests {

	private static final Attempt ATTEMPT = new Attempt(Instant.EPOCH, Outcome.UNKNOWN, 502, SignatureStatus.ABSENT,
			"ID1");

	private static final WechatPayHkApiException REFUSED = new WechatPayHkApiException(403, SignatureStatus.VERIFIED,
			"ID2", "RULE_LIMIT", "too often", new WechatPayHkApiException.Detail("/amount", "too much", "body"),
			Duration.ofSeconds(7));

	static Stream<WechatPayHkException> all() {
		return Stream.of(REFUSED,
				WechatPayHkApiException.unreadable(200, SignatureStatus.VERIFIED, "ID3", new IOException("cut")),
				new WechatPayHkRequestException("No key", new IOException("no file")),
				new WechatPayHkSignatureException(200, WechatPayHkSignatureException.Reason.STALE, "01", "ID4",
						new IOException("late")),
				new WechatPayHkTransportException(Outcome.UNKNOWN, "Reset", new IOException("reset")),
				new WechatPayHkUnknownOutcomeException(REFUSED, List.of(ATTEMPT)));
	}

	@ParameterizedTest
	@MethodSource("all")
	void withAttemptsIsTheSameFailure(WechatPayHkException failure) {
		failure.addSuppressed(new IllegalStateException("beside it"));

		WechatPayHkException copy = failure.withAttempts(List.of(ATTEMPT, ATTEMPT));

		assertThat(copy).isNotSameAs(failure).hasSameClassAs(failure);
		assertThat(copy.attempts()).containsExactly(ATTEMPT, ATTEMPT);
		assertThat(copy.outcome()).isEqualTo(failure.outcome());
		assertThat(copy.signatureStatus()).isEqualTo(failure.signatureStatus());
		assertThat(copy.requestId()).isEqualTo(failure.requestId());
		assertThat(copy.getCause()).isSameAs(failure.getCause());
		assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
		assertThat(copy.getSuppressed()).isEqualTo(failure.getSuppressed()).isNotEmpty();
		assertThat(copy.isRepeatable()).isEqualTo(failure.isRepeatable());
		assertThat(copy).usingRecursiveComparison()
			.ignoringFields("attempts", "detailMessage", "stackTrace", "suppressedExceptions", "cause")
			.isEqualTo(failure);
	}

	@Test
	void keepsWhatTheResponseSaid() {
		WechatPayHkApiException copy = (WechatPayHkApiException) REFUSED.withAttempts(List.of());

		assertThat(copy.status()).isEqualTo(403);
		assertThat(copy.code()).isEqualTo("RULE_LIMIT");
		assertThat(copy.description()).isEqualTo("too often");
		assertThat(copy.detail()).isEqualTo(new WechatPayHkApiException.Detail("/amount", "too much", "body"));
		assertThat(copy.retryAfter()).isEqualTo(Duration.ofSeconds(7));
		assertThat(copy)
			.hasMessage("WeChat Pay responded with 403 RULE_LIMIT 'too often', field '/amount'; outcome REJECTED,"
					+ " signature verified, Request-ID ID2");
	}

	@ParameterizedTest
	@CsvSource({ "200, UNKNOWN", "302, UNKNOWN", "399, UNKNOWN", "400, REJECTED", "404, REJECTED", "407, REJECTED",
			"408, UNKNOWN", "409, REJECTED", "424, REJECTED", "425, UNKNOWN", "426, REJECTED", "428, REJECTED",
			"429, UNKNOWN", "430, REJECTED", "499, REJECTED", "500, UNKNOWN", "502, UNKNOWN" })
	void statusDecidesTheOutcome(int status, Outcome outcome) {
		WechatPayHkApiException response = new WechatPayHkApiException(status, SignatureStatus.VERIFIED, null, null,
				null, null);
		assertThat(response.outcome()).isEqualTo(outcome);
		assertThat(response.isRepeatable()).isEqualTo(outcome == Outcome.UNKNOWN);
		assertThat(response).hasMessage("WeChat Pay responded with " + status + "; outcome " + outcome
				+ ", signature verified, Request-ID none");
	}

	@ParameterizedTest
	@CsvSource({ "400, PARAM_ERROR, m, REJECTED, UNKNOWN", "400, param_error, '', REJECTED, UNKNOWN",
			"400, INVALIDREQUEST, m, REJECTED, UNKNOWN", "403, NO_AUTH, m, REJECTED, UNKNOWN",
			"400, NO_AUTH, m, UNKNOWN, UNKNOWN", "403, PARAM_ERROR, m, UNKNOWN, UNKNOWN",
			"401, SIGN_ERROR, m, UNKNOWN, UNKNOWN", "404, ORDER_NOT_EXIST, m, UNKNOWN, UNKNOWN",
			"400, PARAM_ERROR, , UNKNOWN, UNKNOWN", "400, , m, UNKNOWN, UNKNOWN", "404, , , UNKNOWN, UNKNOWN" })
	void unsignedRefusalIsTrustedAsItIsSet(int status, @Nullable String code, @Nullable String description,
			Outcome codesOnly, Outcome none) {
		assertThat(unsigned(status, code, description, null, UnsignedRefusals.CODES_ONLY)).isEqualTo(codesOnly);
		assertThat(unsigned(status, code, description, null, UnsignedRefusals.defaults())).isEqualTo(codesOnly);
		assertThat(unsigned(status, code, description, null, UnsignedRefusals.NONE)).isEqualTo(none);
		assertThat(unsigned(status, code, description, null, UnsignedRefusals.ALL)).isEqualTo(Outcome.REJECTED);
		assertThat(new WechatPayHkApiException(status, SignatureStatus.ABSENT, null, code, description, null).outcome())
			.isEqualTo(codesOnly);
	}

	@ParameterizedTest
	@CsvSource({ "signature, sign not match, REJECTED", "signature, , UNKNOWN", ", sign not match, UNKNOWN",
			"Authorization, sign not match, UNKNOWN", "signature, signature was used, UNKNOWN" })
	void signErrorIsTrustedIfTheSignatureDoesNotMatch(@Nullable String field, @Nullable String issue, Outcome outcome) {
		WechatPayHkApiException.Detail detail = new WechatPayHkApiException.Detail(field, issue, "authorization");
		assertThat(unsigned(401, "SIGN_ERROR", "m", detail, UnsignedRefusals.CODES_ONLY)).isEqualTo(outcome);
		assertThat(unsigned(401, "NO_AUTH", "m", detail, UnsignedRefusals.CODES_ONLY)).isEqualTo(Outcome.UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "The Nonce was used", "timestamp too old", "REPLAY", "时间戳", "時間戳", "随机串重复", "隨機串重複" })
	void usedNonceOrTimestampIsUnknownFromAnySource(String text) {
		for (WechatPayHkApiException.Detail detail : new WechatPayHkApiException.Detail[] {
				new WechatPayHkApiException.Detail(text, null, null),
				new WechatPayHkApiException.Detail(null, text, null) }) {
			assertThat(unsigned(400, "PARAM_ERROR", "m", detail, UnsignedRefusals.CODES_ONLY))
				.isEqualTo(Outcome.UNKNOWN);
		}
		assertThat(unsigned(401, "SIGN_ERROR", text, null, UnsignedRefusals.ALL)).isEqualTo(Outcome.UNKNOWN);
		assertThat(new WechatPayHkApiException(401, SignatureStatus.VERIFIED, null, "SIGN_ERROR", text, null).outcome())
			.isEqualTo(Outcome.UNKNOWN);
	}

	private static Outcome unsigned(int status, @Nullable String code, @Nullable String description,
			WechatPayHkApiException.@Nullable Detail detail, UnsignedRefusals unsignedRefusals) {
		return new WechatPayHkApiException(status, SignatureStatus.ABSENT, null, code, description, detail, null,
				unsignedRefusals)
			.outcome();
	}

	@Test
	void codesAreComparedByWhatTheyMean() {
		assertThat(REFUSED.hasCode("RULELIMIT")).isTrue();
		assertThat(REFUSED.hasCode("rule_limit")).isTrue();
		assertThat(REFUSED.hasCode("RULE")).isFalse();
		assertThat(new WechatPayHkApiException(403, SignatureStatus.ABSENT, null, null, null, null).hasCode("RULE"))
			.isFalse();
	}

	@Test
	void textOfTheOtherSideIsCutAndCleaned() {
		String longText = "word ".repeat(60);
		WechatPayHkApiException response = new WechatPayHkApiException(400, SignatureStatus.ABSENT, "A\r\nB",
				"C".repeat(64) + "D", longText,
				new WechatPayHkApiException.Detail("a\u2028b", "x".repeat(65), "y".repeat(64)));

		assertThat(response.requestId()).isEqualTo("A  B");
		assertThat(response.code()).isEqualTo("***");
		assertThat(response.description()).isEqualTo(longText.substring(0, 256));
		assertThat(response.detail()).isEqualTo(new WechatPayHkApiException.Detail("a b", "***", "y".repeat(64)));
		assertThat(response.getMessage()).contains("400 *** 'word", "field 'a b'", "Request-ID A  B")
			.doesNotContain("\r", "\n", "\u2028");
	}

	@Test
	void longTextIsNotReadToItsEnd() {
		String echo = "x".repeat(1024 * 1024);
		WechatPayHkApiException response = new WechatPayHkApiException(400, SignatureStatus.ABSENT, echo + " ID",
				echo + " CODE", "refused " + echo + " words",
				new WechatPayHkApiException.Detail(echo + " field", null, null));

		assertThat(response.requestId()).isEqualTo("***");
		assertThat(response.code()).isEqualTo("***");
		assertThat(response.description()).isEqualTo("refused ***");
		assertThat(response.detail()).isEqualTo(new WechatPayHkApiException.Detail("***", null, null));
	}

	@Test
	void signInformationHoldsNoSecretAndHasBounds() {
		WechatPayHkApiException.SignInformation information = new WechatPayHkApiException.SignInformation(
				"P".repeat(17) + "\n", "/a\u2028b " + "u".repeat(65),
				"POST\n/a\r\n{\"auth_code\":\"120061098828009406\",\"out_trade_no\":\"1217752501201407033\"}\n"
						+ "s".repeat(344) + "\n" + " ".repeat(600));

		assertThat(information.method()).isEqualTo("P".repeat(16));
		assertThat(information.url()).isEqualTo("/a b ***");
		assertThat(information.truncatedMessage())
			.startsWith("POST\\n/a \\n{\"auth_code\":\"***\"," + "\"out_trade_no\":\"1217752501201407033\"}\\n***\\n ")
			.hasSizeLessThan(520);
		assertThat(new WechatPayHkApiException.SignInformation(null, null, null).truncatedMessage()).isNull();
	}

	@Test
	void longTextShowsNoPartOfASecretAtItsEnd() {
		String secret = "s".repeat(64);
		String masked = ("m".repeat(65) + ' ').repeat(15);
		WechatPayHkApiException response = new WechatPayHkApiException(400, SignatureStatus.ABSENT, null, null,
				masked + secret + secret, null);

		assertThat(response.description()).isEqualTo("*** ".repeat(15) + "***");
	}

	@Test
	void cutsBetweenCharactersThatTakeTwoUnits() {
		String receipts = "\ud83e\uddfe ".repeat(200);
		WechatPayHkApiException response = new WechatPayHkApiException(400, SignatureStatus.ABSENT, null, null,
				receipts, null);

		assertThat(response.description()).isEqualTo("\ud83e\uddfe ".repeat(128));
		assertThat(new WechatPayHkApiException.Detail("f".repeat(10), "i i".repeat(86), null).issue()).hasSize(256);
		assertThat(new WechatPayHkApiException.Detail(null, "i ".repeat(128), null).issue()).hasSize(256);
	}

	@ParameterizedTest
	@EnumSource
	void whatFailsForeverIsNotRepeated(WechatPayHkRequestException.Reason reason) {
		WechatPayHkRequestException failure = new WechatPayHkRequestException(reason, "It failed", null);
		assertThat(failure.isRepeatable()).isEqualTo(switch (reason) {
			case INVALID, NON_BLOCKING_THREAD, RATE_LIMIT_EXCEEDS_DEADLINE -> false;
			case NOT_SIGNED, NO_PLATFORM_KEY, RATE_LIMIT_UNAVAILABLE -> true;
		});
		assertThat(failure).hasMessage("It failed; nothing was sent");
		assertThat(failure.reason()).isEqualTo(reason);
	}

	@ParameterizedTest
	@EnumSource
	void anResponseWithoutProofSaysWhy(WechatPayHkSignatureException.Reason reason) {
		WechatPayHkSignatureException failure = new WechatPayHkSignatureException(200, reason, "0\n1", "I\nD", null);
		boolean isMissing = reason == WechatPayHkSignatureException.Reason.MISSING;
		assertThat(failure.signatureStatus()).isEqualTo(isMissing ? SignatureStatus.ABSENT : SignatureStatus.INVALID);
		assertThat(failure.getMessage()).startsWith("A response with status 200 is rejected: ")
			.contains(isMissing ? "signature absent (missing)" : "signature invalid (")
			.endsWith("serial number 0 1, Request-ID I D");
		assertThat(new WechatPayHkSignatureException(204, reason, null, null, null))
			.hasMessageEndingWith("serial number none, Request-ID none");
	}

	@Test
	void unreadableSuccessIsUnknown() {
		WechatPayHkApiException failure = WechatPayHkApiException.unreadable(200, SignatureStatus.VERIFIED, null, null);
		assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(failure.signatureStatus()).isEqualTo(SignatureStatus.VERIFIED);
		assertThat(failure.status()).isEqualTo(200);
		assertThat(failure).hasMessageEndingWith("Request-ID none");
		assertThat(WechatPayHkApiException.unreadable(200, SignatureStatus.VERIFIED, "ID3", null))
			.hasMessageEndingWith("Request-ID ID3");
	}

	@Test
	void unknownOutcomeListsItsAttempts() {
		WechatPayHkUnknownOutcomeException failure = new WechatPayHkUnknownOutcomeException(REFUSED,
				List.of(ATTEMPT, new Attempt(Instant.EPOCH, Outcome.NOT_SENT, null, SignatureStatus.NONE, null)));
		assertThat(failure.last()).isSameAs(REFUSED);
		assertThat(failure.attempts()).hasSize(2);
		assertThat(failure).hasMessage("2 attempts brought no proof, and one of them may have taken effect"
				+ " (502 UNKNOWN, NOT_SENT); outcome UNKNOWN, signature verified, Request-ID ID2");
		assertThat(new WechatPayHkUnknownOutcomeException(
				new WechatPayHkTransportException(Outcome.UNKNOWN, "Reset", null), List.of()))
			.hasMessageEndingWith("Request-ID none");
	}

	@Test
	void attemptNotesWhatWasResponded() {
		assertThat(Attempt.failed(Instant.EPOCH, REFUSED))
			.isEqualTo(new Attempt(Instant.EPOCH, Outcome.REJECTED, 403, SignatureStatus.VERIFIED, "ID2"));
		assertThat(Attempt.failed(Instant.EPOCH,
				new WechatPayHkSignatureException(200, WechatPayHkSignatureException.Reason.MISMATCH, null, "ID4",
						null)))
			.isEqualTo(new Attempt(Instant.EPOCH, Outcome.UNKNOWN, 200, SignatureStatus.INVALID, "ID4"));
		assertThat(Attempt.failed(Instant.EPOCH, new WechatPayHkTransportException(Outcome.UNKNOWN, "Reset", null)))
			.isEqualTo(new Attempt(Instant.EPOCH, Outcome.UNKNOWN, null, SignatureStatus.NONE, null));
	}

}
