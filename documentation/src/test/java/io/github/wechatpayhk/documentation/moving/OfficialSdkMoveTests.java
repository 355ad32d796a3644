package io.github.wechatpayhk.documentation.moving;

import java.net.URI;
import java.time.Duration;

import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.exception.HttpException;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.key.PrivateKeyReader;
import io.github.wechatpayhk.key.PublicKeyReader;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The official SDK and this client with the same keys, beside each other at one gateway.
 */
class OfficialSdkMoveTests {

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	private static final int TIMEOUT_MILLIS = 500;

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.start();

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void bothReverseWithTheSameKeys() {
		this.simulator.orders().put(SimulatedOrder.quickPay("T1"));

		sdk(this.simulator.baseUrl()).reverse(ORDER);
		starter(this.simulator.baseUrl()).reverse("T1");

		assertThat(this.simulator.orders().state(ORDER)).isEqualTo(TradeState.REVOKED);
		assertThat(this.simulator.orders().state("T1")).isEqualTo(TradeState.REVOKED);
		assertThat(this.simulator.requests().all()).hasSize(2).allMatch(RecordedRequest::isSignatureVerified);
		assertThat(this.simulator.requests().all()).extracting(RecordedRequest::bodyText)
			.containsOnly("{\"mchid\":\"1900000109\"}");
	}

	@Test
	void eachMayRepeatWhatTheOtherBegan() {
		sdk(this.simulator.baseUrl()).reverse(ORDER);
		starter(this.simulator.baseUrl()).reverse(ORDER);
		sdk(this.simulator.baseUrl()).reverse(ORDER);

		assertThat(this.simulator.orders().state(ORDER)).isEqualTo(TradeState.REVOKED);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			lower-case-headers, IllegalArgumentException, completes,                     ,
			unsigned,           IllegalArgumentException, WechatPayHkSignatureException, UNKNOWN
			stale-clock,        IllegalArgumentException, WechatPayHkSignatureException, UNKNOWN
			signtest,           ValidationException,      WechatPayHkSignatureException, UNKNOWN
			tampered,           ValidationException,      WechatPayHkSignatureException, UNKNOWN
			unknown-serial,     ValidationException,      WechatPayHkSignatureException, UNKNOWN
			accepted,           completes,                WechatPayHkApiException,       UNKNOWN
			unauthorized,       ServiceException,         WechatPayHkApiException,       REJECTED
			not-found,          ServiceException,         WechatPayHkApiException,       REJECTED
			too-many-requests,  ServiceException,         WechatPayHkApiException,       UNKNOWN
			system-error,       ServiceException,         WechatPayHkApiException,       UNKNOWN
			bad-gateway-html,   JsonSyntaxException,      WechatPayHkApiException,       UNKNOWN
			reset-after-effect, HttpException,            WechatPayHkTransportException, UNKNOWN
			no-response,       HttpException,            WechatPayHkTransportException, UNKNOWN
			""")
	void endsLikeThis(String fault, String theirs, String ours, Outcome outcome) {
		this.simulator.faults().inject(Fault.parse(fault)).on(Operation.REVERSE);

		assertThat(end(sdk(this.simulator.baseUrl()))).isEqualTo(theirs);
		assertEnds(starter(this.simulator.baseUrl()), ours, outcome);
	}

	@Test
	void noConnectionIsTheSameToTheSdkAsNoResponse() {
		URI nowhere = this.simulator.baseUrl();
		this.simulator.close();

		assertThat(end(sdk(nowhere))).isEqualTo(HttpException.class.getSimpleName());
		assertEnds(starter(nowhere), WechatPayHkTransportException.class.getSimpleName(), Outcome.NOT_SENT);
	}

	@Test
	void messageOfTheSdkHoldsTheAuthorization() {
		this.simulator.faults().inject(Fault.notFound()).on(Operation.REVERSE);

		Throwable theirs = catchThrowable(() -> sdk(this.simulator.baseUrl()).reverse(ORDER));
		Throwable ours = catchThrowable(() -> starter(this.simulator.baseUrl()).reverse(ORDER));

		assertThat(theirs).hasMessageContaining("WECHATPAY2-SHA256-RSA2048");
		assertThat(ours).hasMessageNotContaining("WECHATPAY2-SHA256-RSA2048")
			.hasMessageContaining(((WechatPayHkException) ours).requestId());
	}

	@Test
	void callersTellTheSame() {
		OfficialSdkReversals sdk = sdk(this.simulator.baseUrl());
		StarterReversals starter = starter(this.simulator.baseUrl());

		assertThat(sdk.tell("NOSUCHORDER")).startsWith("refused, ");
		assertThat(starter.tell("NOSUCHORDER")).startsWith("refused, ");
		this.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE).times(2);
		assertThat(sdk.tell(ORDER)).isEqualTo("not known");
		assertThat(starter.tell(ORDER)).isEqualTo("not known");
		assertThat(starter.tell("not an order number")).isEqualTo("nothing was sent");
		assertThat(starter.tell(ORDER)).isEqualTo("reversed");
		assertThat(sdk.tell(ORDER)).isEqualTo("reversed");
	}

	private static void assertEnds(Reversals starter, String ours, Outcome outcome) {
		Throwable end = catchThrowable(() -> starter.reverse(ORDER));
		assertThat(name(end)).isEqualTo(ours);
		if (end instanceof WechatPayHkException ex) {
			assertThat(ex.outcome()).isEqualTo(outcome);
		}
	}

	private static String end(Reversals reversals) {
		return name(catchThrowable(() -> reversals.reverse(ORDER)));
	}

	private static String name(Throwable end) {
		return (end != null) ? end.getClass().getSimpleName() : "completes";
	}

	private OfficialSdkReversals sdk(URI baseUrl) {
		SimulatedMerchant merchant = this.simulator.merchant();
		HttpClient httpClient = new DefaultHttpClientBuilder()
			.config(new RSAPublicKeyConfig.Builder().merchantId(merchant.mchid())
				.merchantSerialNumber(merchant.serialNumber())
				.privateKey(merchant.privateKeyPem())
				.publicKeyId(this.simulator.platform().publicKeyId())
				.publicKey(this.simulator.platform().publicKeyPem())
				.apiV3Key(merchant.apiV3Key())
				.build())
			.readTimeoutMs(TIMEOUT_MILLIS)
			.build();
		return new OfficialSdkReversals(httpClient, baseUrl.toString());
	}

	private StarterReversals starter(URI baseUrl) {
		SimulatedMerchant merchant = this.simulator.merchant();
		WechatPayHkClient client = WechatPayHkClient
			.builder(MerchantIds.direct(merchant.mchid()),
					new MerchantCredential(SerialNumber.of(merchant.serialNumber()),
							Signer.rsa(PrivateKeyReader.read(merchant.privateKeyPem()))),
					PlatformKeys.publicKey(SerialNumber.of(this.simulator.platform().publicKeyId()),
							PublicKeyReader.read(this.simulator.platform().publicKeyPem())))
			.baseUrl(baseUrl)
			.limits(new ExchangeLimits(Duration.ofMillis(TIMEOUT_MILLIS), 1024 * 1024, 1024 * 1024))
			.build();
		return new StarterReversals(ReverseOrderService.create(client));
	}

}
