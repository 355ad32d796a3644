package io.github.wechatpayhk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.probe.Calls;
import io.github.wechatpayhk.probe.ProbeGateway;
import io.github.wechatpayhk.probe.ProbeResponse;
import io.github.wechatpayhk.probe.ProbeSetup;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Wrong arguments fail before anything is sent, and say which argument breaks which rule
 * where.
 */
class WrongInputTests {

	private static final String ORDER = "1217752501201407033233368018";

	static Stream<Arguments> texts() {
		return Stream.of(Arguments.of("", "is empty"), Arguments.of(" ", "has U+0020 at position 1"),
				Arguments.of("\t\n", "has U+0009 at position 1"),
				Arguments.of("1".repeat(33), "has 33, from position 33 on too many"),
				Arguments.of("1".repeat(1_000_000), "has 1000000, from position 33 on too many"),
				Arguments.of("../../refunds", "has U+002E at position 1"),
				Arguments.of("12%2F34", "has U+0025 at position 3"), Arguments.of("12/34", "has U+002F at position 3"),
				Arguments.of("12\\34", "has U+005C at position 3"), Arguments.of("12?a=b", "has U+003F at position 3"),
				Arguments.of("12#34", "has U+0023 at position 3"), Arguments.of("12;34", "has U+003B at position 3"),
				Arguments.of("12{0}", "has U+007B at position 3"), Arguments.of("12\"34", "has U+0022 at position 3"),
				Arguments.of("12\r\nHost: evil", "has U+000D at position 3"),
				Arguments.of("12\n", "has U+000A at position 3"), Arguments.of("12\u0000", "has U+0000 at position 3"),
				Arguments.of("12\uD83D\uDE00", "has U+1F600 at position 3"),
				Arguments.of("12\uD83D", "has U+D83D at position 3"),
				Arguments.of("\uFF11\uFF12", "has U+FF11 at position 1"),
				Arguments.of("12\u0663", "has U+0663 at position 3"),
				Arguments.of("12\u5355", "has U+5355 at position 3"),
				Arguments.of("12\u200B", "has U+200B at position 3"),
				Arguments.of("12\u00E9", "has U+00E9 at position 3"), Arguments.of(" 12", "has U+0020 at position 1"),
				Arguments.of("12 ", "has U+0020 at position 3"));
	}

	@ParameterizedTest
	@MethodSource("texts")
	void noOrderNumber(String text, String finding) {
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> ReverseOrderRequest.outTradeNo(text))
			.withMessage("'outTradeNo' must have 1 to 32 characters out of [0-9A-Za-z_-|*], but " + finding
					+ "; nothing was sent");
		assertNothingIsSent((service) -> service.reverse(text), "'outTradeNo' must have");
	}

	@ParameterizedTest
	@MethodSource("texts")
	void noTransactionId(String text, String finding) {
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> ReverseOrderRequest.transactionId(text))
			.withMessage("'transactionId' must have 1 to 32 characters out of [0-9A-Za-z], but " + finding
					+ "; nothing was sent");
	}

	@ParameterizedTest
	@MethodSource("texts")
	void noMerchantNumber(String text, String finding) {
		ReverseOrderRequest request = ReverseOrderRequest.outTradeNo(ORDER);
		assertRule("mchid", finding, () -> request.withMchid(text));
		assertRule("spMchid", finding, () -> request.withSpMchid(text));
		assertRule("subMchid", finding, () -> request.withSubMchid(text));
		assertRule("mchid", finding, () -> MerchantIds.direct(text));
		assertRule("spMchid", finding, () -> MerchantIds.institution(text, "1900000109"));
		assertRule("subMchid", finding, () -> MerchantIds.institution("1900000100", text));
	}

	private static void assertRule(String argument, String finding, ThrowingCallable call) {
		assertThatExceptionOfType(WechatPayHkRequestException.class).isThrownBy(call)
			.withMessage("'" + argument + "' must have 1 to 32 characters out of digits 0 to 9, but " + finding
					+ "; nothing was sent");
	}

	@Test
	void nothingAtAll() {
		assertNothingIsSent((service) -> service.reverse(absent(String.class)), "'outTradeNo'");
		assertNothingIsSent((service) -> service.reverse(absent(ReverseOrderRequest.class)), "'request'");
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> ReverseOrderRequest.outTradeNo(absent(String.class)))
			.withMessageContaining("but is null");
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> ReverseOrderRequest.outTradeNo(ORDER).withMchid(absent(String.class)))
			.withMessageContaining("'mchid'");
	}

	@SuppressWarnings("NullAway")
	private static <T> T absent(Class<T> type) {
		return type.cast(null);
	}

	@Test
	void idsThatNameNobody() {
		assertNothingIsSent(
				(service) -> service.reverse(ReverseOrderRequest.outTradeNo(ORDER).withSpMchid("1900000100")),
				"'spMchid' is set without 'subMchid'");
		assertNothingIsSent(
				(service) -> service.reverse(ReverseOrderRequest.outTradeNo(ORDER).withSubMchid("1900000109")),
				"Neither 'mchid' nor 'spMchid'");
		assertNothingIsSent(
				(service) -> service
					.reverse(ReverseOrderRequest.outTradeNo(ORDER).withMchid("1900000109").withSpMchid("1900000100")),
				"'spMchid' is set without 'subMchid'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://api.mch.weixin.qq.com/hk/", "http://localhost.example.com/",
			"http://127.0.0.1.example.com/", "http://10.0.0.1/", "http://0.0.0.0/", "http://127.1/",
			"http://127.0.0.256/", "http://[2001:db8::1]/", "ftp://localhost/", "file:///etc/passwd",
			"//api.mch.weixin.qq.com/hk/", "/hk/", "hk", "https://user:password@api.mch.weixin.qq.com/hk/",
			"https://api.mch.weixin.qq.com/hk/?a=b", "https://api.mch.weixin.qq.com/hk/#a",
			"mailto:someone@example.com", "https:///hk/" })
	void baseUrlsThatAreNotSafe(String url) {
		ReverseOrderRequest request = ReverseOrderRequest.outTradeNo(ORDER);

		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> request.withBaseUrl(URI.create(url)))
			.withMessageContaining("URL")
			.withMessageNotContaining("password");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:8080/hk", "http://127.0.0.1/", "http://127.255.255.254/",
			"http://[::1]:8080/", "http://LOCALHOST/", "https://example.com", "HTTPS://example.com/prefix" })
	void baseUrlsThatAreSafePass(String url) {
		assertThat(ReverseOrderRequest.outTradeNo(ORDER).withBaseUrl(URI.create(url)).options().baseUrl()).asString()
			.startsWith(url)
			.endsWith("/");
	}

	@Test
	void plainHttpToAnotherMachineOnTheSignedClient() {
		try (WechatPayHkConnector connector = new ProbeSetup(URI.create("http://localhost:1/hk/")).connector()) {
			WechatPayHkClient client = new ProbeSetup(URI.create("http://localhost:1/hk/")).client(connector);

			Throwable error = Calls.errorOf(
					client.webClient().get().uri("http://example.com/v3/certificates").retrieve().toBodilessEntity());

			assertThat(error).isInstanceOf(WechatPayHkRequestException.class).hasMessageContaining("'https://'");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "a", "Z", "_", "-", "|", "*", "-_|*", "12345678901234567890123456789012" })
	void orderNumbersOfEveryAllowedFormArrive(String number) throws Exception {
		try (ProbeGateway gateway = ProbeGateway.start(ProbeResponse.of(204).signed());
				WechatPayHkConnector connector = new ProbeSetup(gateway.baseUrl()).connector()) {
			ReverseOrderService service = ReverseOrderService
				.create(new ProbeSetup(gateway.baseUrl()).client(connector));

			assertThat(Calls.errorOf(service.reverse(number))).isNull();

			String sent = gateway.requests().get(0).requestLine().split(" ")[1];
			assertThat(URI.create(sent).getPath()).isEqualTo("/hk/v3/transactions/out-trade-no/" + number + "/reverse");
		}
	}

	private static void assertNothingIsSent(Function<ReverseOrderService, Mono<Void>> call, String text) {
		try (ProbeGateway gateway = ProbeGateway.start(ProbeResponse.of(204).signed())) {
			ProbeSetup setup = new ProbeSetup(gateway.baseUrl());
			try (WechatPayHkConnector connector = setup.connector()) {
				Throwable error = Calls.errorOf(call.apply(ReverseOrderService.create(setup.client(connector))));

				assertThat(error).isInstanceOfSatisfying(WechatPayHkRequestException.class, (ex) -> {
					assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT);
					assertThat(ex.getMessage()).contains(text);
				});
				assertThat(gateway.requests()).isEmpty();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
