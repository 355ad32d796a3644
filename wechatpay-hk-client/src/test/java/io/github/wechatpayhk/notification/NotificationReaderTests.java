package io.github.wechatpayhk.notification;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.WechatPayHkClientBuilder;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.notification.NotificationException.Check;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.probe.Vectors;
import io.github.wechatpayhk.refund.RefundStatus;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.platform.PlatformKey;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The notifications of the vectors, and those that are to be rejected.
 */
class NotificationReaderTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final byte[] PAYMENT = NotificationFixture.body("TRANSACTION.SUCCESS",
			NotificationFixture.payment(""));

	private static Notification read(NotificationReader reader, Map<String, String> headers, byte[] body) {
		Notification notification = reader.read(NotificationFixture.lookUp(headers), body).block(LONG_ENOUGH);
		assertThat(notification).isNotNull();
		return notification;
	}

	private static Notification read(byte[] body) {
		return read(NotificationFixture.reader(), NotificationFixture.signed(body), body);
	}

	private static NotificationException reject(NotificationReader reader, Function<String, List<String>> headers,
			byte[] body) {
		NotificationException[] rejection = new NotificationException[1];
		StepVerifier.create(reader.read(headers, body)).expectErrorSatisfies((ex) -> {
			assertThat(ex).isInstanceOf(NotificationException.class);
			rejection[0] = (NotificationException) ex;
		}).verify(LONG_ENOUGH);
		assertThat(rejection[0].getMessage()).doesNotContain("\n").contains("nothing was delivered");
		return rejection[0];
	}

	private static NotificationException reject(Map<String, String> headers, byte[] body) {
		return reject(NotificationFixture.reader(), NotificationFixture.lookUp(headers), body);
	}

	private static NotificationException reject(byte[] body) {
		return reject(NotificationFixture.signed(body), body);
	}

	@Test
	void readsThePaymentOfTheVector() {
		Notification notification = read(NotificationFixture.reader(),
				NotificationFixture.vectorHeaders("notify-payment-headers.txt"),
				Vectors.bytes("notify-payment-body.json"));

		assertThat(notification).isInstanceOfSatisfying(PaymentNotification.class, (payment) -> {
			assertThat(payment.id()).isEqualTo("EV-2018022511223320873");
			assertThat(payment.merchant()).isEqualTo("default");
			assertThat(payment.createdAt()).isEqualTo("2018-06-08T02:34:56Z");
			assertThat(payment.outTradeNo()).isEqualTo("1217752501201407033233368018");
			assertThat(payment.subject()).isEqualTo("payment:1217752501201407033233368018:SUCCESS");
			assertThat(payment.event().resource()).isEqualTo(Vectors.text("notify-payment-plaintext.json"));
			assertThat(payment.event().summary()).isEqualTo("支付成功");
			assertThat(payment.order().tradeState()).isEqualTo(TradeState.SUCCESS);
			assertThat(payment.order().id()).isEqualTo("4200000000002104083200000488");
			assertThat(payment.order().attach()).isEqualTo("自定义数据");
			assertThat(payment.order().amount()).isNotNull().matches((amount) -> amount.matches(OrderAmount.hkd(888)));
			assertThat(Notification.of(payment.event())).isEqualTo(payment);
			assertThat(payment.toString()).contains("EV-2018022511223320873").doesNotContain("oUpF8", "888,");
		});
	}

	@Test
	void readsTheRefundOfTheVector() {
		Notification notification = read(NotificationFixture.reader(),
				NotificationFixture.vectorHeaders("notify-refund-headers.txt"),
				Vectors.bytes("notify-refund-body.json"));

		assertThat(notification).isInstanceOfSatisfying(RefundNotification.class, (refund) -> {
			assertThat(refund.outTradeNo()).isEqualTo("1217752501201407033233368018");
			assertThat(refund.outRefundNo()).isEqualTo("R1217752501201407033233368018");
			assertThat(refund.subject()).isEqualTo("refund:R1217752501201407033233368018:SUCCESS");
			assertThat(refund.refund().id()).isEqualTo("50000000382019052709732678859");
			assertThat(refund.refund().transactionId()).isEqualTo("4200000000002104083200000488");
			assertThat(refund.refund().status()).isEqualTo(RefundStatus.SUCCESS);
			assertThat(refund.refund().amount()).isNotNull();
			assertThat(Notification.of(refund.event())).isEqualTo(refund);
			assertThat(refund.toString()).contains("SUCCESS").doesNotContain("招商银行");
		});
	}

	@ParameterizedTest
	@CsvSource({ "REFUND.SUCCESS,SUCCESS,SUCCESS", "REFUND.ABNORMAL,ABNORMAL,ABNORMAL",
			"REFUND.CLOSED,CLOSED,REFUNDCLOSE", "REFUND.CLOSED,REFUNDCLOSE,REFUNDCLOSE",
			"REFUND.REFUNDCLOSE,REFUNDCLOSE,REFUNDCLOSE" })
	void readsEachStateOfARefund(String eventType, String status, String state) {
		assertThat(read(NotificationFixture.body(eventType, NotificationFixture.refund(status))))
			.isInstanceOfSatisfying(RefundNotification.class,
					(refund) -> assertThat(refund.refund().status()).isEqualTo(new RefundStatus(state)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "REFUND.PROCESSING", "TRANSACTION.FAIL", "PARKING.IN" })
	void handsOnTheJsonOfAnUnknownEvent(String eventType) {
		assertThat(read(NotificationFixture.body(eventType, NotificationFixture.payment(",\"extra\":{\"a\":1}"))))
			.isInstanceOfSatisfying(UnknownNotification.class, (unknown) -> {
				assertThat(unknown.json().at("/extra/a").asInt()).isEqualTo(1);
				assertThat(unknown.outTradeNo()).isEqualTo("T1");
				assertThat(unknown.subject()).isEqualTo("event:EV-1");
				assertThat(unknown.toString()).doesNotContain("extra");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "transaction" })
	void readsAnAssociatedDataThatIsEmptyOrPresent(String associatedData) {
		assertThat(
				read(NotificationFixture.body("TRANSACTION.SUCCESS", NotificationFixture.payment(""), associatedData)))
			.isInstanceOf(PaymentNotification.class);
	}

	@Test
	void readsAResourceWithoutAssociatedData() {
		assertThat(read(NotificationFixture.body("TRANSACTION.SUCCESS", NotificationFixture.payment(""), null)))
			.isInstanceOf(PaymentNotification.class);
	}

	@Test
	void readsTheSameDeliveryAgain() {
		NotificationReader reader = NotificationFixture.reader();
		Map<String, String> headers = NotificationFixture.signed(PAYMENT);
		assertThat(read(reader, headers, PAYMENT)).isEqualTo(read(reader, headers, PAYMENT));
	}

	@ParameterizedTest
	@ValueSource(ints = { -300, 300 })
	void readsWhatIsFiveMinutesAway(int seconds) {
		assertThat(read(NotificationFixture.reader(), signedAt(seconds), PAYMENT)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { -301, 301 })
	void rejectsWhatIsFartherAway(int seconds) {
		assertThat(reject(signedAt(seconds), PAYMENT).check()).isEqualTo(Check.CLOCK);
	}

	private static Map<String, String> signedAt(int seconds) {
		return NotificationFixture.signed(PAYMENT, NotificationFixture.VECTOR_TIME.plusSeconds(seconds),
				NotificationFixture.SERIAL, Vectors.privateKey("platform-private.pem"));
	}

	@Test
	void readsWhatIsExactlyAsLargeAsAllowed() {
		assertThat(read(padded(NotificationReader.MAX_SIZE))).isInstanceOf(PaymentNotification.class);
	}

	@Test
	void rejectsWhatIsLarger() {
		assertThat(reject(padded(NotificationReader.MAX_SIZE + 1)).check()).isEqualTo(Check.SIZE);
	}

	private static byte[] padded(int size) {
		byte[] padded = Arrays.copyOf(PAYMENT, size);
		Arrays.fill(padded, PAYMENT.length, size, (byte) ' ');
		return padded;
	}

	@Test
	void rejectsTheProbe() {
		Map<String, String> headers = NotificationFixture.signed(PAYMENT);
		headers.put("Wechatpay-Signature", Vectors.text("signtest-signature.txt"));
		assertThat(reject(headers, PAYMENT).check()).isEqualTo(Check.PROBE);
	}

	@Test
	void rejectsWhatIsNotSigned() {
		assertThat(reject(Map.of(), PAYMENT).check()).isEqualTo(Check.SIGNATURE_MISSING);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Wechatpay-Timestamp", "Wechatpay-Nonce", "Wechatpay-Serial", "Wechatpay-Signature" })
	void rejectsWhatIsNotSignedCompletely(String header) {
		Map<String, String> headers = NotificationFixture.signed(PAYMENT);
		headers.remove(header);
		assertThat(reject(headers, PAYMENT).check()).isEqualTo(Check.SIGNATURE_MALFORMED);
	}

	@Test
	void rejectsADoubledHeader() {
		Function<String, List<String>> headers = NotificationFixture.lookUp(NotificationFixture.signed(PAYMENT))
			.andThen((values) -> Stream.concat(values.stream(), values.stream()).toList());
		assertThat(reject(NotificationFixture.reader(), headers, PAYMENT).check()).isEqualTo(Check.SIGNATURE_MALFORMED);
	}

	@Test
	void rejectsABodyThatWasChanged() {
		byte[] changed = PAYMENT.clone();
		changed[8] ^= 1;
		assertThat(reject(NotificationFixture.signed(PAYMENT), changed).check()).isEqualTo(Check.SIGNATURE);
	}

	@ParameterizedTest
	@MethodSource
	void rejectsWhatIsNoNotification(String body) {
		assertThat(reject(body.getBytes(StandardCharsets.UTF_8)).check()).isEqualTo(Check.BODY);
	}

	static Stream<String> rejectsWhatIsNoNotification() {
		String whole = new String(PAYMENT, StandardCharsets.UTF_8);
		return Stream.of("", "[]", "{}", "\"EV-1\"", "{\"id\":", whole.replace("\"id\"", "\"ID\""),
				whole.replace("\"EV-1\"", "null"), whole.replace("EV-1", " "), whole.replace("EV-1", "EV\\n1"),
				whole.replace("EV-1", "E".repeat(65)), whole.replace("event_type", "type"),
				whole.replace("encrypt-resource", "resource"), whole.replace("\"resource\"", "\"content\""),
				whole.replace("AEAD_AES_256_GCM", "AEAD_SM4_GCM"), whole.replace("ciphertext", "text"),
				whole.replace("\"nonce\"", "\"iv\""), whole.replaceFirst("\"resource\":\\{.*", "\"resource\":[]}"));
	}

	@Test
	void rejectsWhatAnotherKeyEncrypted() {
		WechatPayHkClient client = NotificationFixture.client(NotificationFixture.INSTITUTION)
			.apiV3Key(ApiV3Key.of("AnotherApiV3Key00112233445566778"))
			.build();
		NotificationException rejection = reject(NotificationReader.create(client),
				NotificationFixture.lookUp(NotificationFixture.signed(PAYMENT)), PAYMENT);
		assertThat(rejection.check()).isEqualTo(Check.DECRYPTION);
		assertThat(rejection).hasMessageContaining("wechatpay.hk.api-v3-key").hasMessageContaining("EV-1");
	}

	@ParameterizedTest
	@MethodSource
	void rejectsAResourceThatIsNotWhatWasAnnounced(String eventType, String plaintext) {
		NotificationException rejection = reject(NotificationFixture.body(eventType, plaintext));
		assertThat(rejection.check()).isEqualTo(Check.RESOURCE);
		assertThat(rejection.getMessage()).contains("EV-1").doesNotContain("T1", "1900000100");
		assertThat(rejection.getCause()).isNull();
	}

	static Stream<Arguments> rejectsAResourceThatIsNotWhatWasAnnounced() {
		return Stream.of(Arguments.of("TRANSACTION.SUCCESS", "T1 is paid"), Arguments.of("TRANSACTION.SUCCESS", "[]"),
				Arguments.of("TRANSACTION.SUCCESS", "{}"),
				Arguments.of("TRANSACTION.SUCCESS", NotificationFixture.payment(",\"amount\":\"T1\"")),
				Arguments.of("TRANSACTION.SUCCESS", NotificationFixture.payment("").replace("SUCCESS", "USERPAYING")),
				Arguments.of("TRANSACTION.SUCCESS", NotificationFixture.refund("SUCCESS")),
				Arguments.of("REFUND.SUCCESS", NotificationFixture.payment("")),
				Arguments.of("REFUND.SUCCESS", NotificationFixture.refund("ABNORMAL")),
				Arguments.of("REFUND.CLOSED", NotificationFixture.refund("SUCCESS")), Arguments.of("PARKING.IN", "T1"));
	}

	@ParameterizedTest
	@CsvSource({ "1900000100,1900000108", "1900000101,1900000109" })
	void rejectsWhatIsForAnotherMerchant(String spMchid, String subMchid) {
		WechatPayHkClient client = NotificationFixture.client(MerchantIds.institution(spMchid, subMchid)).build();
		assertThat(reject(NotificationReader.create(client),
				NotificationFixture.lookUp(NotificationFixture.signed(PAYMENT)), PAYMENT)
			.check()).isEqualTo(Check.MERCHANT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TRANSACTION.SUCCESS", "REFUND.SUCCESS", "PARKING.IN" })
	void rejectsEachKindForAnotherMerchant(String eventType) {
		byte[] body = NotificationFixture.body(eventType,
				"{\"sub_mchid\":1900000108,\"out_trade_no\":\"T1\",\"out_refund_no\":\"R1\",\"trade_state\":\"SUCCESS\","
						+ "\"refund_status\":\"SUCCESS\"}");
		assertThat(reject(body).check()).isEqualTo(Check.MERCHANT);
	}

	@Test
	void rejectsTheMerchantOfAnInstitutionAtADirectOne() {
		WechatPayHkClient client = NotificationFixture.client(MerchantIds.direct("1900000109")).build();
		assertThat(reject(NotificationReader.create(client),
				NotificationFixture.lookUp(NotificationFixture.signed(PAYMENT)), PAYMENT)
			.check()).isEqualTo(Check.MERCHANT);
	}

	@Test
	void needsAnApiV3Key() {
		WechatPayHkClient client = WechatPayHkClient.create(NotificationFixture.INSTITUTION,
				new MerchantCredential(SerialNumber.of("AB"), Signer.rsa(Vectors.privateKey("private.pem"))),
				NotificationFixture.client(NotificationFixture.INSTITUTION).build().platformKeys());
		assertThatIllegalArgumentException().isThrownBy(() -> NotificationReader.create("kowloon", client))
			.withMessageContaining("kowloon")
			.withMessageContaining("api-v3-key");
	}

	@Test
	void readsWithEitherCertificateDuringAChange() {
		NotificationReader reader = NotificationFixture.reader();
		Map<String, String> next = NotificationFixture.signed(PAYMENT, NotificationFixture.VECTOR_TIME,
				NotificationFixture.NEXT_SERIAL, Vectors.privateKey("platform-next-private.pem"));
		assertThat(read(reader, next, PAYMENT)).isEqualTo(read(reader, NotificationFixture.signed(PAYMENT), PAYMENT));
	}

	/**
	 * While a merchant moves to the public key, either key signs.
	 */
	@Test
	void readsWithPublicKeyAndCertificatesDuringASwitch() {
		try (WechatPayHkSimulator simulator = simulator(PlatformMode.BOTH)) {
			PlatformKeys publicKey = PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
					simulator.platform().publicKey());
			NotificationReader reader = NotificationReader.create(client(simulator, PlatformTrust.of(publicKey)
				.or(PlatformTrust.certificates(ApiV3Key.of(NotificationFixture.API_V3_KEY)))));

			for (String serial : List.of(simulator.platform().publicKeyId(), simulator.platform().serialNumber(),
					simulator.platform().publicKeyId())) {
				assertThat(read(reader, signed(simulator, serial), PAYMENT)).isNotNull();
			}
			assertThat(simulator.requests().of(Operation.CERTIFICATES)).hasSize(1);
		}
	}

	@Test
	void refreshesOnceForAnUnknownSerialNumber() {
		try (WechatPayHkSimulator simulator = simulator(PlatformMode.CERTIFICATES)) {
			NotificationReader reader = NotificationReader
				.create(client(simulator, PlatformTrust.certificates(ApiV3Key.of(NotificationFixture.API_V3_KEY))));
			read(reader, signed(simulator), PAYMENT);
			simulator.platform().rotate();
			simulator.advance(RefreshSettings.defaults().minInterval());

			read(reader, signed(simulator), PAYMENT);

			assertThat(simulator.requests().of(Operation.CERTIFICATES)).hasSize(2);
		}
	}

	@Test
	void tenThousandForgedNotificationsCauseOneDownload() {
		try (WechatPayHkSimulator simulator = simulator(PlatformMode.CERTIFICATES)) {
			NotificationReader reader = NotificationReader
				.create(client(simulator, PlatformTrust.certificates(ApiV3Key.of(NotificationFixture.API_V3_KEY))));
			read(reader, signed(simulator), PAYMENT);
			simulator.advance(RefreshSettings.defaults().minInterval());
			Map<String, String> forged = signed(simulator);
			forged.put("Wechatpay-Serial", "ABCDEF");

			StepVerifier
				.create(Flux.range(0, 10_000)
					.flatMap((number) -> reader.read(NotificationFixture.lookUp(forged), PAYMENT)
						.materialize()
						.map((signal) -> ((NotificationException) signal.getThrowable()).check()), 100)
					.distinct())
				.expectNext(Check.SERIAL_NUMBER)
				.expectComplete()
				.verify(Duration.ofMinutes(2));

			assertThat(simulator.requests().of(Operation.CERTIFICATES)).hasSize(2);
			read(reader, signed(simulator), PAYMENT);
		}
	}

	/**
	 * The APIv3 key decrypts notifications in public-key mode too, where WeChat Pay has
	 * no certificates to look a serial number up in.
	 */
	@Test
	void knowsThatASerialNumberIsUnknownInPublicKeyMode() {
		try (WechatPayHkSimulator simulator = simulator(PlatformMode.PUBLIC_KEY)) {
			PlatformKeys publicKey = PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
					simulator.platform().publicKey());
			NotificationReader reader = NotificationReader.create(client(simulator, PlatformTrust.of(publicKey)
				.or(PlatformTrust.certificates(ApiV3Key.of(NotificationFixture.API_V3_KEY)))));
			Map<String, String> forged = signed(simulator);
			forged.put("Wechatpay-Serial", "ABCDEF");

			assertThat(reject(reader, NotificationFixture.lookUp(forged), PAYMENT).check())
				.isEqualTo(Check.SERIAL_NUMBER);
			read(reader, signed(simulator), PAYMENT);
		}
	}

	@Test
	void saysThatKeysAreOutOfReach() {
		WechatPayHkClient client;
		Map<String, String> headers;
		try (WechatPayHkSimulator simulator = simulator(PlatformMode.CERTIFICATES)) {
			client = client(simulator, PlatformTrust.certificates(ApiV3Key.of(NotificationFixture.API_V3_KEY)));
			headers = signed(simulator);
		}
		NotificationException rejection = reject(NotificationReader.create(client), NotificationFixture.lookUp(headers),
				PAYMENT);
		assertThat(rejection.check()).isEqualTo(Check.KEYS);
		assertThat(rejection.check().isTemporary()).isTrue();
		assertThat(rejection.getCause()).isNotNull();
	}

	private static WechatPayHkSimulator simulator(PlatformMode mode) {
		return WechatPayHkSimulator.builder()
			.clock(SimulatedClock.ticking())
			.mode(mode)
			.merchant(SimulatedMerchant.builder().apiV3Key(NotificationFixture.API_V3_KEY).build())
			.start();
	}

	private static WechatPayHkClient client(WechatPayHkSimulator simulator, PlatformTrust trust) {
		WechatPayHkClientBuilder builder = WechatPayHkClient.builder(NotificationFixture.INSTITUTION,
				new MerchantCredential(SerialNumber.of(simulator.merchant().serialNumber()),
						Signer.rsa(simulator.merchant().privateKey())),
				trust);
		return builder.baseUrl(simulator.baseUrl())
			.clock(simulator.clock())
			.apiV3Key(ApiV3Key.of(NotificationFixture.API_V3_KEY))
			.build();
	}

	private static Map<String, String> signed(WechatPayHkSimulator simulator) {
		return signed(simulator, simulator.platform().serialNumber());
	}

	private static Map<String, String> signed(WechatPayHkSimulator simulator, String serial) {
		PlatformKey key = simulator.platform().signingKey(serial, false);
		return NotificationFixture.signed(PAYMENT, simulator.clock().instant(), key.name(), key.privateKey());
	}

}
