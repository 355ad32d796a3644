package io.github.wechatpayhk;

import java.net.URI;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.certificate.RsaKeys;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One reversal from end to end: real keys, a real socket, and a gateway that was written
 * from the protocol without this client.
 */
class ReverseAgainstSimulatorTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static WechatPayHkSimulator simulator;

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.start();
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@Test
	void completesWhenThePaidOrderWasReversed() {
		ReverseOrderService service = service(ApiGeneration.HK, simulator.baseUrl());

		StepVerifier.create(service.reverse("1217752501201407033233368018")).expectComplete().verify(LONG_ENOUGH);

		assertThat(simulator.orders().find("1217752501201407033233368018")).extracting(SimulatedOrder::state)
			.isEqualTo(TradeState.REVOKED);
	}

	@Test
	void reversesOverThePathsOfTheGlobalGeneration() {
		ReverseOrderService service = service(ApiGeneration.GLOBAL, simulator.globalBaseUrl());

		StepVerifier.create(service.reverse("1217752501201407033233368018")).expectComplete().verify(LONG_ENOUGH);
	}

	@Test
	void isRejectedWhenTheOrderIsNotKnown() {
		ReverseOrderService service = service(ApiGeneration.HK, simulator.baseUrl());

		StepVerifier.create(service.reverse("NOSUCHORDER"))
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class, (ex) -> {
						assertThat(ex.outcome()).isEqualTo(Outcome.REJECTED);
						assertThat(ex.status()).isEqualTo(404);
						assertThat(ex.hasCode("ORDERNOTEXIST")).isTrue();
						assertThat(ex.requestId()).isNotNull();
					}))
			.verify(LONG_ENOUGH);
	}

	@Test
	void signatureThatDoesNotMatchIsExplained() {
		KeyPair another = RsaKeys.generate(new SecureRandom());

		StepVerifier
			.create(service(ApiGeneration.HK, simulator.baseUrl(), Signer.rsa(another.getPrivate())).reverse("T1"))
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class, (ex) -> {
						assertThat(ex.outcome()).isEqualTo(Outcome.REJECTED);
						assertThat(ex.signatureStatus()).isEqualTo(SignatureStatus.ABSENT);
						assertThat(ex.detail()).isNotNull().satisfies((detail) -> {
							assertThat(detail.field()).isEqualTo("signature");
							assertThat(detail.issue()).isEqualTo("sign not match");
							assertThat(detail.signInformation()).isNotNull().satisfies((information) -> {
								assertThat(information.method()).isEqualTo("POST");
								assertThat(information.url()).isEqualTo("/hk/v3/transactions/out-trade-no/T1/reverse");
								assertThat(information.truncatedMessage())
									.startsWith("POST\\n/hk/v3/transactions/out-trade-no/T1/reverse\\n")
									.endsWith("\\n{\"mchid\"\\n");
							});
						});
					}))
			.verify(LONG_ENOUGH);
	}

	@Test
	void sendsTheMerchantNumbersThatTheRequestNames() {
		ReverseOrderService service = service(ApiGeneration.HK, simulator.baseUrl());
		ReverseOrderRequest request = ReverseOrderRequest.outTradeNo("NOSUCHORDER")
			.withMerchantIds(MerchantIds.institution("1900000100", "1900000110"));

		StepVerifier.create(service.reverse(request)).expectError().verify(LONG_ENOUGH);
		StepVerifier.create(service.reverse(request.withMerchantIds(MerchantIds.none())))
			.expectError()
			.verify(LONG_ENOUGH);

		assertThat(simulator.requests().all()).extracting(RecordedRequest::bodyText)
			.endsWith("{\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"1900000110\"}", "{\"mchid\":\"1900000109\"}");
	}

	private static ReverseOrderService service(ApiGeneration generation, URI baseUrl) {
		return service(generation, baseUrl, Signer.rsa(simulator.merchant().privateKey()));
	}

	private static ReverseOrderService service(ApiGeneration generation, URI baseUrl, Signer signer) {
		MerchantCredential credential = new MerchantCredential(SerialNumber.of(simulator.merchant().serialNumber()),
				signer);
		PlatformKeys keys = PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
				simulator.platform().publicKey());
		return ReverseOrderService.create(WechatPayHkClient.builder(MerchantIds.direct("1900000109"), credential, keys)
			.generation(generation)
			.baseUrl(baseUrl)
			.build());
	}

}
