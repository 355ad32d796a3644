package io.github.wechatpayhk.documentation.restoftheapi;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.durable.WechatPayHkDurableReversalAutoConfiguration;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.refund.RefundStatus;
import io.github.wechatpayhk.settlement.Settlement;
import io.github.wechatpayhk.settlement.SettlementService.SettlementList;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.signature.PlatformSigner;
import io.github.wechatpayhk.statement.StatementRequest;
import io.github.wechatpayhk.submerchant.SubMerchantContact;
import io.github.wechatpayhk.submerchant.SubMerchantRequest;
import io.github.wechatpayhk.submerchant.SubMerchantService;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.codec.DecodingException;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide says of paths with and without a service.
 */
@SpringBootTest
@AutoConfigureWechatPayHkSimulator
class RestOfTheApiTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final LocalDate DAY = LocalDate.now(StatementRequest.ZONE).minusDays(2);

	private static final String PAGE = "{\"data\":[{\"batch_id\":\"%s\",\"settlement_date\":\"20091225\",\"more\":1}],"
			+ "\"total_count\":2,\"offset\":%d,\"limit\":1}";

	@Autowired
	private WebShop webShop;

	@Autowired
	private Accounting accounting;

	@Autowired
	private DailyStatements statements;

	@Autowired
	private NewPaths newPaths;

	@Autowired
	private QueryOrderService queryOrderService;

	@Autowired
	private RefundService refundService;

	@Autowired
	@Qualifier("wechatPayHkWebClient")
	private WebClient webClient;

	@Autowired
	private WechatPayHkSimulator simulator;

	@Test
	void placesAnOrderAndRefundsItWhenItIsPaid() {
		assertThat(this.webShop.codeToScan("N1", 888).block(LONG_ENOUGH)).startsWith("weixin://");
		this.simulator.pay("N1");

		StepVerifier.create(this.webShop.refundInFull("N1", 888))
			.expectNextCount(1)
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(this.refundService.query("N1-R1").block(LONG_ENOUGH).status()).isEqualTo(RefundStatus.PROCESSING);
	}

	@Test
	void readsAllPages() {
		stub(settlements().withQueryParam("offset", WireMock.equalTo("0")), PAGE.formatted("A", 0));
		stub(settlements().withQueryParam("offset", WireMock.equalTo("1")), PAGE.formatted("B", 1));

		StepVerifier.create(this.accounting.paidOut(DAY, DAY).map(Settlement::batchId))
			.expectNext("A", "B")
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void listsTheRefundsOfAnOrder() {
		this.webShop.codeToScan("N2", 888).block(LONG_ENOUGH);
		this.simulator.pay("N2");
		this.webShop.refundInFull("N2", 888).block(LONG_ENOUGH);

		StepVerifier.create(this.accounting.refunds("N2").map(Refund::outRefundNo))
			.expectNext("N2-R1")
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void downloadsAStatementThatItsDigestProves(@TempDir Path directory) {
		putPaid("Y1", TradeState.SUCCESS);

		this.statements.download(DAY, directory.resolve("statement.csv")).block(LONG_ENOUGH);

		assertThat(directory.resolve("statement.csv")).content().contains("`Y1,");
	}

	@Test
	void showsAReversalInTheStatement() {
		putPaid("Y2", TradeState.SUCCESS);
		putPaid("Y3", TradeState.REVOKED);

		assertThat(this.statements.isProvedReversed(DAY, "Y2").block(LONG_ENOUGH)).isFalse();
		assertThat(this.statements.isProvedReversed(DAY, "Y3").block(LONG_ENOUGH)).isTrue();
		assertThat(this.statements.isProvedReversed(DAY, "NONE").block(LONG_ENOUGH)).isFalse();
	}

	@Test
	void doesNotHandOnAStatementThatWasChanged(@TempDir Path directory) {
		putPaid("Y4", TradeState.SUCCESS);
		this.simulator.faults().inject(Fault.alteredStatement()).on(Operation.STATEMENT);

		StepVerifier.create(this.statements.download(DAY, directory.resolve("statement.csv")))
			.expectError(WechatPayHkSignatureException.class)
			.verify(LONG_ENOUGH);
		assertThat(directory).isEmptyDirectory();
	}

	private void putPaid(String outTradeNo, TradeState state) {
		this.simulator.orders()
			.put(SimulatedOrder.quickPay(outTradeNo)
				.merchant(this.simulator.merchant())
				.state(state)
				.paidAt(DAY.atTime(12, 0).atZone(StatementRequest.ZONE).toInstant()));
	}

	@Test
	void queriesPatiently() {
		this.simulator.faults().inject(Fault.systemError()).on(Operation.QUERY).times(2);

		StepVerifier.create(this.newPaths.patiently(this.newPaths.order("1900000109", WechatPayHkSimulator.PAID_ORDER)))
			.assertNext((order) -> assertThat(order.get("trade_state").asString()).isEqualTo("SUCCESS"))
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(this.simulator.requests().of(Operation.QUERY)).hasSize(3);
	}

	@Test
	void makesOneAttemptAndNoMore() {
		this.simulator.faults().inject(Fault.systemError()).on(Operation.QUERY);

		StepVerifier
			.create(this.webClient.get()
				.uri("v3/transactions/out-trade-no/{number}?mchid=1900000109", WechatPayHkSimulator.PAID_ORDER)
				.retrieve()
				.bodyToMono(String.class))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN)))
			.verify(LONG_ENOUGH);
		assertThat(this.simulator.requests().of(Operation.QUERY)).hasSize(1);
	}

	@Test
	void failsAsServicesDo() {
		StepVerifier
			.create(this.webClient.get()
				.uri("v3/transactions/out-trade-no/{number}?mchid=1900000109", "NOBODYS")
				.retrieve()
				.bodyToMono(String.class))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class,
					(ex) -> assertThat(ex.hasCode("ORDER_NOT_EXIST")).isTrue()))
			.verify(LONG_ENOUGH);
	}

	@Test
	void verifiedResponseOfAnotherShapeIsNoFailureOfTheCall() {
		stub(settlements(), "[]");

		StepVerifier
			.create(this.webClient.get().uri("v3/settle/settlements").retrieve().bodyToMono(SettlementList.class))
			.expectError(DecodingException.class)
			.verify(LONG_ENOUGH);
	}

	@Test
	void addsASubMerchantOnceHoweverOftenItIsRepeated() {
		SimulatedMerchant merchant = this.simulator.merchant();
		SubMerchants subMerchants = new SubMerchants(SubMerchantService.create(WechatPayHkClient
			.builder(MerchantIds.institution("1900000100", null),
					new MerchantCredential(SerialNumber.of(merchant.serialNumber()), Signer.rsa(merchant.privateKey())),
					PlatformKeys.publicKey(SerialNumber.of(this.simulator.platform().publicKeyId()),
							this.simulator.platform().publicKey()))
			.spAppid("wx8888888888888888")
			.baseUrl(this.simulator.baseUrl())
			.build()));
		SubMerchantRequest prepared = subMerchants
			.prepare("K1", SubMerchantContact.of("Chan Tai Man", "+85291234567", "chan@shop.example.com"))
			.block(LONG_ENOUGH);

		subMerchants.add(prepared).block(LONG_ENOUGH);
		subMerchants.add(prepared).block(LONG_ENOUGH);

		assertThat(this.simulator.subMerchants().all()).singleElement()
			.satisfies((added) -> assertThat(added.contact().name()).isEqualTo("Chan Tai Man"));
	}

	private static MappingBuilder settlements() {
		return WireMock.get(WireMock.urlPathEqualTo("/hk/v3/settle/settlements"));
	}

	private void stub(MappingBuilder request, String body) {
		this.simulator.wireMock().stubFor(request.willReturn(signed(WireMock.okJson(body), body)));
	}

	private ResponseDefinitionBuilder signed(ResponseDefinitionBuilder response, String signedText) {
		RawHeaders headers = PlatformSigner.sign(RawHeaders.empty(), this.simulator.platform().signingKey(null, false),
				Instant.now(), UUID.randomUUID().toString().replace("-", ""),
				signedText.getBytes(StandardCharsets.UTF_8));
		headers.fields().forEach((field) -> response.withHeader(field.name(), field.value()));
		return response;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = WechatPayHkDurableReversalAutoConfiguration.class)
	@Import({ WebShop.class, Accounting.class, DailyStatements.class, NewPaths.class })
	static class Shop {

	}

}
