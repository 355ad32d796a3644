package io.github.wechatpayhk.sample.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.engine.DurableReversalEngine;
import io.github.wechatpayhk.durable.engine.DurableStore;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.quickpay.QuickPayEnding;
import io.github.wechatpayhk.quickpay.QuickPayIntent;
import io.github.wechatpayhk.quickpay.QuickPayResult;
import io.github.wechatpayhk.reconciliation.Reconciliation;
import io.github.wechatpayhk.sample.SampleApplication;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.statement.StatementRequest;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs commands as an operator or a script does, rightly and wrongly, against a simulator
 * elsewhere that the application knows by its properties only.
 */
@ExtendWith(OutputCaptureExtension.class)
class CommandLineToolTests {

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	private static WechatPayHkSimulator simulator;

	private final CommandLineTool tool = new CommandLineTool(SampleApplication.class);

	@TempDir
	private Path directory;

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.start();
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@BeforeEach
	void reset() {
		simulator.reset();
	}

	private int run(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--spring.profiles.active=live", "--wechatpay.hk.base-url=" + simulator.baseUrl(),
				"--wechatpay.hk.mchid=1900000109",
				"--wechatpay.hk.merchant-serial-number=" + simulator.merchant().serialNumber(),
				"--wechatpay.hk.private-key=" + simulator.merchant().privateKeyPem(),
				"--wechatpay.hk.public-key-id=" + simulator.platform().publicKeyId(),
				"--wechatpay.hk.public-key=" + simulator.platform().publicKeyPem(),
				"--wechatpay.hk.retry.max-attempts=1"));
		// a later value does not replace a former one: the test's own come instead
		List<String> own = List.of(arguments);
		all.removeIf((argument) -> !own.contains(argument) && own.stream()
			.anyMatch(
					(other) -> other.contains("=") && argument.startsWith(other.substring(0, other.indexOf('=') + 1))));
		return this.tool.run(all.toArray(String[]::new));
	}

	@Test
	void reversesAnOrder(CapturedOutput output) {
		assertThat(run("reverse", ORDER)).isEqualTo(0);

		assertThat(simulator.orders().state(ORDER)).isEqualTo(TradeState.REVOKED);
		assertThat(output.getOut()).isEqualToIgnoringNewLines(firstLine() + "Order " + ORDER + " is reversed."
				+ "WeChat Pay's signature on the response was verified." + "Request-ID " + lastRequestId());
	}

	private static String firstLine() {
		return "Simulator at " + simulator.baseUrl() + ", not WeChat Pay.";
	}

	private static String lastRequestId() {
		return simulator.requests().last().response().headers().first("Request-ID");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reverse", "query", "certificates", "doctor", "doctor --call certificates" })
	void saysThatItTalkedToTheSimulatorAndNamesTheRequest(String command, CapturedOutput output) {
		String order = (command.equals("reverse") || command.equals("query")) ? " " + ORDER : "";

		assertThat(run((command + order).split(" "))).isEqualTo(0);
		assertThat(output.getOut()).startsWith(firstLine()).contains(lastRequestId());
	}

	@ParameterizedTest
	@ValueSource(strings = { "reverse", "query", "certificates", "doctor" })
	void saysThatItTalkedToTheSimulatorInJsonToo(String command, CapturedOutput output) {
		String order = (command.equals("reverse") || command.equals("query")) ? " " + ORDER : "";

		assertThat(run((command + order + " --json").split(" "))).isEqualTo(0);
		JsonNode json = JsonMapper.shared().readTree(output.getOut());
		assertThat(json.get("simulator").booleanValue()).isTrue();
		assertThat(json.get("requestId").stringValue()).isEqualTo(lastRequestId());
	}

	@Test
	void doesNotCallAnotherGatewayASimulator(CapturedOutput output) {
		assertThat(run("sign", "GET", "/hk/v3/certificates", "--json",
				"--wechatpay.hk.base-url=https://api.mch.weixin.qq.com/hk/"))
			.isEqualTo(0);

		assertThat(JsonMapper.shared().readTree(output.getOut()).get("simulator").booleanValue()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			08F78BAF0610BE0618F8D4A1D80120082880CF05-268512771 | 0 | 268512771: order does not exist
			08F78BAF0610BE0618F8D4A1D80120082880CF05-268498688 | 0 | 268498688: repeated with other parameters
			08F78BAF0610BE0618F8D4A1D80120082880CF05-268578704 | 3 | 268578704: a number whose meaning is not published
			08F78BAF0610BE0618F8D4A1D80120082880CF05           | 3 | does not end with an error number
			""")
	void explainsARequestId(String requestId, int code, String meaning, CapturedOutput output) {
		assertThat(this.tool.run("explain", requestId)).isEqualTo(code);
		assertThat(output.getOut()).startsWith("Request-ID " + requestId).contains(meaning);
	}

	@Test
	void explainsARequestIdToScripts(CapturedOutput output) {
		assertThat(this.tool.run("explain", "08F7-268443699", "--json")).isEqualTo(0);

		JsonNode json = JsonMapper.shared().readTree(output.getOut());
		assertThat(json.get("number").stringValue()).isEqualTo("268443699");
		assertThat(json.get("meaning").stringValue()).isEqualTo("bad signature");
	}

	@Test
	void reversesByTheNumberOfWechatPay() {
		assertThat(run("reverse", "--transaction-id", WechatPayHkSimulator.PAID_TRANSACTION, "--deadline=10"))
			.isEqualTo(0);

		assertThat(simulator.orders().state(ORDER)).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void printsOneJsonObjectForScripts(CapturedOutput output) {
		assertThat(run("reverse", "--json", "NOSUCHORDER1")).isEqualTo(1);

		JsonNode json = JsonMapper.shared().readTree(output.getOut());
		assertThat(json.get("command").stringValue()).isEqualTo("reverse");
		assertThat(json.get("outcome").stringValue()).isEqualTo("REJECTED");
		assertThat(json.get("status").intValue()).isEqualTo(404);
		assertThat(json.get("signature").stringValue()).isEqualTo("VERIFIED");
		assertThat(json.get("requestId").stringValue())
			.isEqualTo(simulator.requests().last().response().headers().first("Request-ID"));
	}

	@ParameterizedTest
	@CsvSource({ "system-error, 3", "tampered, 3", "reset-after-effect, 3", "unauthorized, 1", "forbidden, 1",
			"too-many-requests, 3" })
	void endsWithACodeByOutcome(String fault, int code, CapturedOutput output) {
		simulator.faults().inject(Fault.parse(fault));

		assertThat(run("reverse", ORDER)).isEqualTo(code);
		assertThat(output.getOut()).contains("Order " + ORDER + ": ");
	}

	@Test
	void endsWithTwoWhenNothingWasSent(CapturedOutput output) {
		assertThat(run("reverse", ORDER, "--wechatpay.hk.base-url=http://127.0.0.1:1/hk/")).isEqualTo(2);
		assertThat(output.getOut()).contains("nothing was sent");
		assertThat(run("reverse", "no spaces 1")).isEqualTo(2);
		assertThat(output.getOut()).contains("outTradeNo");
		assertThat(simulator.requests().all()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "revers 1", "reverse", "reverse 1 2", "reverse 1 --transaction-id 2", "query",
			"query --unknown 1", "reconcile", "reconcile yesterday", "reconcile 2026-11-31",
			"reverse 1 --deadline soon", "reverse 1 --deadline 0", "sign GET", "sign FETCH /hk/",
			"sign GET https://host/", "sign GET /hk/ --nonce {}", "sign GET /hk/ --body @/no/such/file", "explain",
			"doctor --call everything", "doctr", "--json", "-x" })
	void endsWithTwoAndUsageWhenUsedWrongly(String commandLine, CapturedOutput output) {
		assertThat(this.tool.isMeant(commandLine.split(" "))).isTrue();

		assertThat(run(commandLine.split(" "))).isEqualTo(2);

		assertThat(output.getOut()).isEmpty();
		assertThat(output.getErr()).containsAnyOf("Usage: wechatpay-hk", "Did you mean: wechatpay-hk");
		assertThat(simulator.requests().all()).isEmpty();
	}

	@Test
	void endsWithTwoAndAReportWhenConfiguredWrongly(CapturedOutput output) {
		assertThat(this.tool.run("doctor", "--spring.profiles.active=live", "--wechatpay.hk.mchid=19O")).isEqualTo(2);

		assertThat(output.getOut()).isEmpty();
		assertThat(output.getErr()).contains("Property: wechatpay.hk.mchid", "nothing was sent");
	}

	@Test
	void queriesAnOrder(CapturedOutput output) {
		assertThat(run("query", ORDER)).isEqualTo(0);
		assertThat(output.getOut()).contains("Order " + ORDER + ": SUCCESS", "888 HKD",
				WechatPayHkSimulator.PAID_TRANSACTION, "was verified");
		assertThat(run("query", "NOSUCHORDER1")).isEqualTo(1);
	}

	@Test
	void reconcilesADay(CapturedOutput output) {
		LocalDate day = Reconciliation.day(Instant.now()).minusDays(2);
		Instant noon = day.atTime(12, 0).atZone(StatementRequest.ZONE).toInstant();
		String store = "--wechatpay.hk.durable-reversal.embedded.file=" + storePaid("N1", noon);
		simulator.orders().put(SimulatedOrder.quickPay("N1").createdAt(noon));

		assertThat(run("reconcile", day.toString(), store)).isEqualTo(0);
		assertThat(output.getOut()).startsWith(firstLine())
			.contains("The books of " + day + " agree with the statement.",
					"HKD: 1 payments 8.88, 0 refunds 0, fee 0.07104, net 8.80896", lastRequestId());
		assertThat(simulator.requests().all()).allSatisfy((request) -> assertThat(request.method()).isEqualTo("GET"));
	}

	@Test
	void endsWithOneWhenTheBooksDiffer(CapturedOutput output) {
		LocalDate day = Reconciliation.day(Instant.now()).minusDays(2);
		Instant noon = day.atTime(12, 0).atZone(StatementRequest.ZONE).toInstant();
		String store = "--wechatpay.hk.durable-reversal.embedded.file=" + storePaid("N1", noon);
		simulator.orders().put(SimulatedOrder.quickPay("N2").createdAt(noon));

		assertThat(run("reconcile", day.toString(), store)).isEqualTo(1);
		assertThat(output.getOut()).startsWith(firstLine())
			.contains("differ in 2 payments", "N1: Paid here, missing there", "N2: Paid there, unknown here",
					"To do: Look for the sale.");
	}

	@Test
	void reconcilesForScripts(CapturedOutput output) {
		LocalDate day = Reconciliation.day(Instant.now()).minusDays(2);
		Instant noon = day.atTime(12, 0).atZone(StatementRequest.ZONE).toInstant();
		String store = "--wechatpay.hk.durable-reversal.embedded.file=" + storePaid("N1", noon);

		assertThat(run("reconcile", day.toString(), "--json", store)).isEqualTo(1);
		JsonNode json = JsonMapper.shared().readTree(output.getOut());
		assertThat(json.get("outcome").stringValue()).isEqualTo("DIFFERENT");
		assertThat(json.get("simulator").booleanValue()).isTrue();
		assertThat(json.get("totals")).isEmpty();
		assertThat(json.at("/differences/0/kind").stringValue()).isEqualTo("PAID_HERE_ONLY");
		assertThat(json.at("/differences/0/number").stringValue()).isEqualTo("N1");
	}

	@Test
	void reconcilesNoDayWithoutATrustedStatement(CapturedOutput output) {
		LocalDate today = Reconciliation.day(Instant.now());
		String store = "--wechatpay.hk.durable-reversal.embedded.file=" + this.directory.resolve("store");

		assertThat(run("reconcile", today.toString(), store)).isEqualTo(2);
		assertThat(output.getOut()).contains("nothing was sent", "may not be complete before");
		simulator.faults().inject(Fault.tampered());
		assertThat(run("reconcile", today.minusDays(2).toString(), store)).isEqualTo(3);
	}

	private Path storePaid(String outTradeNo, Instant at) {
		WechatPayHkClient client = WechatPayHkClient.builder(MerchantIds.direct("1900000109"),
				new MerchantCredential(SerialNumber.of(simulator.merchant().serialNumber()),
						Signer.rsa(simulator.merchant().privateKey())),
				PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
						simulator.platform().publicKey()))
			.baseUrl(simulator.baseUrl())
			.build();
		Path file = this.directory.resolve("store");
		try (DurableStore store = DurableStore.embedded(file);
				DurableReversalEngine engine = DurableReversalEngine
					.builder(store, DurableMerchants.of(DurableMerchant.of(client)))
					.clock(SimulatedClock.standing(at))
					.build()) {
			QuickPayIntent intent = new QuickPayIntent(outTradeNo, client.shopIds(), OrderAmount.hkd(888), at);
			QuickPayResult paid = new QuickPayResult(QuickPayEnding.PAID, outTradeNo, null, null, null, null, null,
					null, "Hand over the goods");
			engine.quickPayIntents(null).open(intent).block();
			engine.quickPayIntents(null).close(intent, paid).block();
		}
		return file;
	}

	@Test
	void listsCertificates(CapturedOutput output) {
		assertThat(run("certificates")).isEqualTo(0);
		assertThat(output.getOut()).contains("1 certificate(s)", simulator.platform().serialNumber(), "was verified");

		simulator.faults().inject(Fault.notFound());
		assertThat(run("certificates")).isEqualTo(1);
		assertThat(output.getOut()).contains("it uses the WeChat Pay public key");
	}

	@Test
	void signsWithoutSending(CapturedOutput output) throws Exception {
		Path body = Files.writeString(this.directory.resolve("body.json"), "{\"mchid\":\"1900000109\"}");

		assertThat(run("sign", "post", "/hk/v3/transactions/out-trade-no/1/reverse", "--body", "@" + body,
				"--timestamp", "1700000000", "--nonce", "ABC", "--json"))
			.isEqualTo(0);

		JsonNode json = JsonMapper.shared().readTree(output.getOut());
		String message = json.get("message").stringValue();
		assertThat(message).isEqualTo(
				"POST\n/hk/v3/transactions/out-trade-no/1/reverse\n1700000000\nABC\n" + "{\"mchid\":\"1900000109\"}\n");
		String header = json.get("authorization").stringValue();
		assertThat(header).startsWith("WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",nonce_str=\"ABC\"")
			.endsWith("serial_no=\"" + simulator.merchant().serialNumber() + '"');
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initVerify(simulator.merchant().certificate());
		signature.update(message.getBytes(StandardCharsets.UTF_8));
		assertThat(signature.verify(Base64.getDecoder().decode(header.replaceAll(".*signature=\"([^\"]+)\".*", "$1"))))
			.isTrue();
		assertThat(simulator.requests().all()).isEmpty();
	}

	@Test
	void theDoctorFindsNothing(CapturedOutput output) {
		assertThat(run("doctor")).isEqualTo(0);
		assertThat(output.getOut()).contains(simulator.baseUrl().toString(), "404 ORDER_NOT_EXIST, signed",
				"WeChat Pay accepted our signature", "Whether this merchant may reverse orders");
		assertThat(run("doctor", "--call", "certificates")).isEqualTo(0);
		assertThat(simulator.requests().all()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.method()).isEqualTo("GET"));
	}

	@Test
	void theDoctorFindsAWrongBaseUrl(CapturedOutput output) {
		String wrong = simulator.baseUrl().resolve("/hk/hk/").toString();

		assertThat(run("doctor", "--wechatpay.hk.base-url=" + wrong)).isEqualTo(1);
		assertThat(output.getOut()).contains("404 RESOURCE_NOT_EXISTS, signed", "To do: check base URL and generation")
			.doesNotContain("as was to be expected");
		assertThat(run("doctor", "--call", "certificates", "--wechatpay.hk.base-url=" + wrong)).isEqualTo(1);
		assertThat(output.getOut()).contains("has no certificates to list");
	}

	@Test
	void theDoctorSaysThatAnUnsigned404ProvesLess(CapturedOutput output) {
		simulator.faults().inject(Fault.notFound(), Fault.unsigned());

		assertThat(run("doctor", "--json")).isEqualTo(3);

		JsonNode json = JsonMapper.shared().readTree(output.getOut());
		assertThat(json.get("outcome").stringValue()).isEqualTo("UNKNOWN");
		assertThat(json.get("signature").stringValue()).isEqualTo("ABSENT");
		assertThat(json.get("shows").toString()).contains("Somebody responds with 404").doesNotContain("accepted");
		assertThat(json.get("doesNotShow").toString()).contains("anybody on the way can send an unsigned 404");
	}

	@Test
	void theDoctorExplainsARefusedSignature(CapturedOutput output) {
		assertThat(run("doctor", "--wechatpay.hk.merchant-serial-number=0123456789ABCDEF0123456789ABCDEF01234567"))
			.isEqualTo(3);

		assertThat(output.getOut()).contains("Response           401",
				"To do: compare merchant number, serial number and private key", "Clock ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			tampered            | 3 | its response cannot be verified
			stale-clock         | 3 | a response more than five minutes off is rejected
			forbidden           | 1 | ask WeChat Pay for the permission
			reset-before-effect | 3 | no complete response came back
			""")
	void theDoctorExplainsWhatWentWrong(String fault, int code, String explanation, CapturedOutput output) {
		simulator.faults().inject(Fault.parse(fault));

		assertThat(run("doctor")).isEqualTo(code);
		assertThat(output.getOut()).contains(explanation);
	}

	@Test
	void showsHelp(CapturedOutput output) {
		assertThat(this.tool.isMeant("--help")).isTrue();
		assertThat(run("--help")).isEqualTo(0);
		assertThat(output.getOut()).contains("doctor", "reverse", "query", "certificates", "sign", "reconcile",
				"0 done, 1 rejected or different, 2 usage or not sent, 3 unknown");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "1217752501201407033233368018", "--server.port=0", "A-1 --spring.profiles.active=live" })
	void leavesASingleOrderNumberToTheApplication(String commandLine) {
		assertThat(this.tool.isMeant(commandLine.isEmpty() ? new String[0] : commandLine.split(" "))).isFalse();
	}

	@Test
	void neverPrintsAKey(CapturedOutput output) {
		run("doctor", "--verbose");
		run("reverse", ORDER, "--verbose", "--json");

		assertThat(output.getErr()).contains("Asked WeChat Pay");
		assertThat(output.getAll()).doesNotContain("PRIVATE KEY")
			.doesNotContain(simulator.merchant().privateKeyPem().lines().skip(1).limit(3).toArray(String[]::new))
			.doesNotContain(
					simulator.requests().last().header("Authorization").replaceAll(".*signature=\"([^\"]*)\".*", "$1"));
	}

}
