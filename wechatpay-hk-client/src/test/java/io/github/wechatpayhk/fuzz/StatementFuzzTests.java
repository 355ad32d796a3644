package io.github.wechatpayhk.fuzz;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.statement.StatementRow;
import io.github.wechatpayhk.statement.StatementService;
import io.github.wechatpayhk.wire.WireKeys;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a genuine statement holds, each of its rows is handed on, or the reader fails.
 */
class StatementFuzzTests {

	private static final long NOW = 1554209980;

	private static final String NONCE = "c5ac7061fccab6bf3e254dcf98995b8c";

	private static final LocalDate DAY = LocalDate.of(2019, 4, 1);

	private final CannedResponses responses = new CannedResponses();

	@FuzzTest(maxDuration = "30s")
	void losesNoRow(byte[] body) throws Exception {
		this.responses.response(200, signed(body), body);
		List<StatementRow> rows = new ArrayList<>();

		Signal<?> end = StatementService.create(client()).rows(DAY).doOnNext(rows::add).then().materialize().block();

		assertThat(end).isNotNull();
		for (StatementRow row : rows) {
			readAll(row);
		}
		if (end.isOnError()) {
			assertThat(end.getThrowable()).isInstanceOf(WechatPayHkException.class);
			assertThat(end.getThrowable().getMessage()).hasSizeLessThan(2048)
				.doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}]");
			return;
		}
		List<String> lines = new String(body, StandardCharsets.UTF_8).lines()
			.filter((line) -> !line.isBlank())
			.toList();
		if (!lines.isEmpty() && lines.get(0).contains("商户订单号")
				&& lines.stream().skip(1).allMatch((line) -> line.startsWith("`"))) {
			assertThat(rows).hasSize(lines.size() - 1);
		}
	}

	private WechatPayHkClient client() {
		return WechatPayHkClient
			.builder(MerchantIds.direct(WireKeys.MCHID),
					new MerchantCredential(SerialNumber.of(WireKeys.MERCHANT_SERIAL),
							(message) -> Mono.just(new byte[256])),
					WireKeys.platformKeys())
			.clock(InstantSource.fixed(Instant.ofEpochSecond(NOW)))
			.signingScheduler(Schedulers.immediate())
			.connector(this.responses)
			.build();
	}

	/**
	 * A value that cannot be read says so, and nothing else happens.
	 */
	private static void readAll(StatementRow row) throws IllegalAccessException {
		for (Method method : StatementRow.class.getDeclaredMethods()) {
			if (Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0) {
				try {
					method.invoke(row);
				}
				catch (InvocationTargetException ex) {
					assertThat(ex.getCause()).isInstanceOf(IllegalStateException.class);
				}
			}
		}
	}

	private static HttpHeaders signed(byte[] body) throws Exception {
		String sha1 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(body));
		byte[] signedBody = ("{\"sha1\":\"" + sha1 + "\"}").getBytes(StandardCharsets.US_ASCII);
		HttpHeaders headers = new HttpHeaders();
		headers.setAll(Map.of("Content-Type", "text/plain", "Wechatpay-Statement-Sha1", sha1, "Wechatpay-Nonce", NONCE,
				"Wechatpay-Serial", WireKeys.PLATFORM_SERIAL, "Wechatpay-Timestamp", Long.toString(NOW),
				"Wechatpay-Signature", WireKeys.sign(NOW, NONCE, signedBody)));
		return headers;
	}

}
