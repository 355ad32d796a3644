package io.github.wechatpayhk.submerchant;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.github.wechatpayhk.SimulatedShop;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.resilience.ResilientServices;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.signature.RsaPadding;
import io.github.wechatpayhk.simulator.submerchant.SimulatedSubMerchant;
import io.github.wechatpayhk.submerchant.SubMerchantService.SubMerchantResult;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sub-merchants at a gateway that decrypts what it receives.
 */
class SubMerchantServiceTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final String NAME = "陳大文";

	private static final String PHONE = "+85291234567";

	private static final String EMAIL = "chan.tai.man@shop.example.com";

	private static final String ACCOUNT = "012345678901";

	private static final String IDENTITY = "A123456(7)";

	private static WechatPayHkSimulator simulator;

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.start();
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@BeforeEach
	void resetSimulator() {
		simulator.reset();
	}

	private static SubMerchantDetails.Builder details() {
		return SubMerchantDetails.builder("Image Store Limited", "Image Store")
			.officePhone("+85221234567")
			.contact(SubMerchantContact.of(NAME, PHONE, EMAIL))
			.businessCategory(644)
			.merchantType("ENTERPRISE", "344")
			.business(SubMerchantBusiness.of("BOTH")
				.withMcc("4214")
				.withOnline("https://shop.example.com", null, null, null)
				.withStore("11 Canton Road", "media_1", "media-2"))
			.registrationCertificate("5555-8888", "PERMANENT", "media_3")
			.settlementBankNumber(ACCOUNT)
			.director(new SubMerchantDetails.Person("Bob", IDENTITY))
			.principal(new SubMerchantDetails.Person("Ann", IDENTITY));
	}

	private static SubMerchantRequest request() {
		return SubMerchantRequest.of("K1", details().build());
	}

	private static SubMerchantService resilient(SubMerchantService attempt) {
		return new ResilientServices(ResilientCalls.builder("1900000100").build()).subMerchant(attempt);
	}

	@ParameterizedTest
	@EnumSource(names = "INSTITUTION_.*", mode = EnumSource.Mode.MATCH_ALL)
	void areAddedModifiedAndQueried(SimulatedShop shop) {
		SubMerchantService service = SubMerchantService.create(shop.client(simulator));

		SubMerchantResult added = service.add(request()).block(LONG_ENOUGH);
		String number = added.subMchid();
		SubMerchantReference reference = SubMerchantReference.of(number);
		SubMerchantResult modified = service
			.modify(reference, details().officePhone("+85229999999").settlementBankNumber(null).build())
			.block(LONG_ENOUGH);
		SubMerchant found = service.query(number).block(LONG_ENOUGH);

		assertThat(added.verificationStatus()).isEqualTo("Under Review");
		assertThat(modified.subMchid()).isEqualTo(number);
		assertThat(simulator.subMerchants().all()).singleElement().satisfies((stored) -> {
			assertThat(stored.spMchid()).isEqualTo("1900000100");
			assertThat(stored.contact()).isEqualTo(new SimulatedSubMerchant.Contact(NAME, PHONE, EMAIL, RsaPadding.OAEP,
					simulator.platform().publicKeyId()));
		});
		assertThat(found.name()).isEqualTo("Image Store Limited");
		assertThat(found.officePhone()).isEqualTo("+85229999999");
		assertThat(found.settlementBankNumber()).isNull();
		assertThat(found.businessCategory()).isEqualTo(644);
		assertThat(found.business()).isEqualTo(new SubMerchantBusiness("BOTH", null, "https://shop.example.com", null,
				null, "11 Canton Road", null, "4214"));
		assertThat(found.director()).isEqualTo(new SubMerchantDetails.Person("Bob", IDENTITY));
		assertThat(found.contact().name()).hasSize(344);
	}

	@Test
	void areAddedWithTheBodyThatWeChatPayDocuments() {
		SubMerchantService.create(SimulatedShop.INSTITUTION_GLOBAL.client(simulator))
			.add(SubMerchantRequest.of("K1", details().attach("x").applyH5Payment(Map.of("domains", "a")).build()))
			.block(LONG_ENOUGH);

		RawRequest request = only(Operation.ADD_SUB_MERCHANT).request();
		assertThat(request.target()).isEqualTo("/v3/global/merchants");
		assertThat(request.headers().first("Idempotency-Key")).isEqualTo("K1");
		assertThat(request.headers().first("Wechatpay-Serial")).isEqualTo(simulator.platform().publicKeyId());
		String body = new String(request.body(), StandardCharsets.UTF_8);
		JsonMapper mapper = JsonMapper.builder().build();
		assertThat(mapper.readTree(body.replaceAll("[0-9A-Za-z+/]{342}==", "<b64>"))).isEqualTo(mapper.readTree("""
				{"sp_appid":"wx8888888888888888","sp_mchid":"1900000100","name":"Image Store Limited",
				"shortname":"Image Store","office_phone":"+85221234567","contact":{"name":"<b64>","phone":"<b64>",
				"email":"<b64>"},"business_category":644,"merchant_country_code":"344","merchant_type":"ENTERPRISE",
				"registration_certificate_number":"5555-8888","registration_certificate_date":"PERMANENT",
				"registration_certificate_copy":"media_3","settlement_bank_number":"012345678901",
				"business":{"business_type":"BOTH","website":"https://shop.example.com",
				"store_address":"11 Canton Road","store_photos":"[\\"media_1\\",\\"media-2\\"]","mcc":"4214"},
				"director":{"name":"Bob","number":"A123456(7)"},"principal":{"name":"Ann","number":"A123456(7)"},
				"apply_h5_payment":true,"h5_payment_apply_info":{"domains":"a"},"attach":"x"}"""));
	}

	@Test
	void areModifiedAsEachGenerationWantsIt() {
		String number = "";
		for (SimulatedShop shop : List.of(SimulatedShop.INSTITUTION_HK, SimulatedShop.INSTITUTION_GLOBAL)) {
			SubMerchantService service = SubMerchantService.create(shop.client(simulator));
			number = service.add(SubMerchantRequest.of(shop.name(), details().build())).block(LONG_ENOUGH).subMchid();
			service.modify(SubMerchantReference.of(number), details().build()).block(LONG_ENOUGH);
		}

		assertThat(simulator.requests().of(Operation.MODIFY_SUB_MERCHANT))
			.extracting((request) -> request.request().method() + " " + request.request().target())
			.containsExactly("PUT /hk/v3/merchants", "PATCH /v3/global/merchants/" + number);
		assertThat(simulator.requests().of(Operation.MODIFY_SUB_MERCHANT))
			.allSatisfy((request) -> assertThat(request.request().headers().first("Idempotency-Key")).isNull());
	}

	@Test
	void contactThatIsNotToldStays() {
		SubMerchantService service = SubMerchantService.create(SimulatedShop.INSTITUTION_HK.client(simulator));
		String number = service.add(request()).block(LONG_ENOUGH).subMchid();

		service.modify(SubMerchantReference.of(number), details().contact(null).build()).block(LONG_ENOUGH);

		assertThat(simulator.subMerchants().find(number).contact().name()).isEqualTo(NAME);
	}

	@Test
	void otherPaddingIsUsedIfItIsChosen() {
		SubMerchantService.create(SimulatedShop.INSTITUTION_HK.client(simulator), FieldEncryption.PKCS1)
			.add(request())
			.block(LONG_ENOUGH);

		assertThat(simulator.subMerchants().all()).singleElement()
			.satisfies((stored) -> assertThat(stored.contact()).isEqualTo(new SimulatedSubMerchant.Contact(NAME, PHONE,
					EMAIL, RsaPadding.PKCS1, simulator.platform().publicKeyId())));
	}

	@Test
	void certificateThatIsValidLongestEncrypts() {
		PlatformKeys certificates = PlatformKeys.certificates(List.of(simulator.platform().certificate()),
				simulator.clock());
		WechatPayHkClient client = WechatPayHkClient
			.builder(MerchantIds.institution("1900000100", null), credential(), certificates)
			.spAppid("wx8888888888888888")
			.baseUrl(simulator.baseUrl())
			.build();

		SubMerchantService.create(client).add(request()).block(LONG_ENOUGH);

		assertThat(simulator.subMerchants().all()).singleElement()
			.satisfies((stored) -> assertThat(stored.contact().serialNumber())
				.isEqualTo(simulator.platform().serialNumber()));
	}

	@Test
	void retriesSendTheSameBytesAndAddOnce() {
		simulator.faults().inject(Fault.systemError().afterEffect()).on(Operation.ADD_SUB_MERCHANT).once();

		StepVerifier
			.create(resilient(SubMerchantService.create(SimulatedShop.INSTITUTION_HK.client(simulator))).add(request()))
			.assertNext((added) -> assertThat(added.subMchid()).isNotEmpty())
			.expectComplete()
			.verify(LONG_ENOUGH);

		assertThat(bodies(Operation.ADD_SUB_MERCHANT)).hasSize(1);
		assertThat(simulator.requests().of(Operation.ADD_SUB_MERCHANT)).hasSize(2);
		assertThat(simulator.subMerchants().all()).hasSize(1);
	}

	@Test
	void modificationIsRetriedWithTheSameBytes() {
		SubMerchantService service = resilient(
				SubMerchantService.create(SimulatedShop.INSTITUTION_GLOBAL.client(simulator)));
		String number = service.add(request()).block(LONG_ENOUGH).subMchid();
		simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.MODIFY_SUB_MERCHANT).once();

		service.modify(SubMerchantReference.of(number), details().build()).block(LONG_ENOUGH);

		assertThat(simulator.requests().of(Operation.MODIFY_SUB_MERCHANT)).hasSize(2);
		assertThat(bodies(Operation.MODIFY_SUB_MERCHANT)).hasSize(1);
	}

	@Test
	void eachCallEncryptsAnewUnlessTheDetailsAreEncrypted() {
		SubMerchantService service = SubMerchantService.create(SimulatedShop.INSTITUTION_HK.client(simulator));
		SubMerchantRequest encrypted = request().withDetails(service.encrypt(request().details()).block(LONG_ENOUGH));

		String number = service.add(encrypted).block(LONG_ENOUGH).subMchid();

		assertThat(service.add(encrypted).block(LONG_ENOUGH).subMchid()).isEqualTo(number);
		assertThat(bodies(Operation.ADD_SUB_MERCHANT)).hasSize(1);
		assertThat(service.encrypt(encrypted.details()).block(LONG_ENOUGH)).isSameAs(encrypted.details());
		StepVerifier.create(service.add(request()))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.REJECTED)))
			.verify(LONG_ENOUGH);
	}

	@Test
	void subMerchantThatMayHaveBeenAddedIsUnknown() {
		simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.ADD_SUB_MERCHANT);

		StepVerifier.create(SubMerchantService.create(SimulatedShop.INSTITUTION_HK.client(simulator)).add(request()))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN)))
			.verify(LONG_ENOUGH);

		assertThat(simulator.subMerchants().all()).hasSize(1);
	}

	@Test
	void subMerchantThatDoesNotExistIsRefused() {
		SubMerchantService service = resilient(
				SubMerchantService.create(SimulatedShop.INSTITUTION_HK.client(simulator)));

		for (Mono<?> call : List.of(service.query("1900009999"),
				service.modify(SubMerchantReference.of("1900009999"), details().build()))) {
			StepVerifier.create(call)
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class, (ex) -> {
							assertThat(ex.outcome()).isEqualTo(Outcome.REJECTED);
							assertThat(ex.hasCode("RESOURCE_NOT_EXISTS")).isTrue();
						}))
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void directMerchantHasNone() {
		SubMerchantService service = SubMerchantService.create(SimulatedShop.DIRECT_HK.client(simulator));

		for (Mono<?> call : List.of(service.add(request()), service.query("1900000777"),
				service.modify(SubMerchantReference.of("1900000777"), details().build()))) {
			StepVerifier.create(call)
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(WechatPayHkRequestException.class)
					.hasMessageContaining("configure 'spMchid' and 'spAppid'"))
				.verify(LONG_ENOUGH);
		}
		assertThat(simulator.requests().all()).isEmpty();
	}

	@Test
	void nothingIsSentWithoutAKeyToEncryptWith() {
		PlatformKeys keys = new PlatformKeys() {

			@Override
			public Mono<PublicKey> find(SerialNumber serialNumber) {
				return Mono.error(new IllegalStateException("vault"));
			}

			@Override
			public Mono<SerialNumber> preferred() {
				return Mono.just(SerialNumber.of(simulator.platform().publicKeyId()));
			}

		};
		WechatPayHkClient client = WechatPayHkClient
			.builder(MerchantIds.institution("1900000100", null), credential(), keys)
			.spAppid("wx8888888888888888")
			.baseUrl(simulator.baseUrl())
			.build();

		StepVerifier.create(SubMerchantService.create(client).add(request()))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkRequestException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(WechatPayHkRequestException.Reason.NO_PLATFORM_KEY)))
			.verify(LONG_ENOUGH);
		assertThat(simulator.requests().all()).isEmpty();
	}

	@Test
	void contactThatIsTooLongIsNotSent() {
		SubMerchantDetails longest = details().contact(SubMerchantContact.of("n".repeat(214), PHONE, EMAIL)).build();
		SubMerchantDetails longer = details().contact(SubMerchantContact.of(NAME, PHONE, "e".repeat(215))).build();
		SubMerchantService service = SubMerchantService.create(SimulatedShop.INSTITUTION_HK.client(simulator));

		service.add(SubMerchantRequest.of("K1", longest)).block(LONG_ENOUGH);
		StepVerifier.create(service.add(SubMerchantRequest.of("K2", longer)))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(WechatPayHkRequestException.class)
				.hasMessageContaining("'contact.email' is too long to be encrypted: it has 215 bytes of UTF-8, "
						+ "shorten it to 214")
				.hasMessageNotContaining("eee"))
			.verify(LONG_ENOUGH);

		assertThat(simulator.subMerchants().all()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a\r\nX: y", "é" })
	void idempotencyKeyIsAHeader(String key) {
		SubMerchantDetails details = details().build();
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> SubMerchantRequest.of(key, details))
			.withMessageContaining("'idempotencyKey'");
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> SubMerchantRequest.of("k".repeat(65), details));
	}

	@Test
	void requiredPartsAreAskedFor() {
		SubMerchantDetails withoutContact = details().contact(null).build();
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> SubMerchantRequest.of("K1", withoutContact))
			.withMessageContaining("'contact'");
		SubMerchantDetails.Builder withoutType = details().business(SubMerchantBusiness.of(""));
		assertThatExceptionOfType(WechatPayHkRequestException.class).isThrownBy(withoutType::build)
			.withMessageContaining("'business.businessType'");
		SubMerchantDetails.Builder empty = SubMerchantDetails.builder("a", "b");
		assertThatExceptionOfType(WechatPayHkRequestException.class).isThrownBy(empty::build)
			.withMessageContaining("'officePhone'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"sub_mchid\":\"1900000778\"}", "{}", "{\"sub_mchid\":\"\"}", "[]" })
	void verifiedResponseAboutAnotherSubMerchantIsUnknown(String body) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(200, body))) {
			WechatPayHkClient client = WechatPayHkClient
				.builder(MerchantIds.institution(WireKeys.MCHID, null), WireKeys.credential(), WireKeys.platformKeys())
				.spAppid("wx8888888888888888")
				.baseUrl(gateway.baseUrl())
				.connector(Connector.OURS.get())
				.build();
			SubMerchantService service = SubMerchantService.create(client);

			for (Mono<?> call : List.of(service.query("1900000777"),
					service.modify(SubMerchantReference.of("1900000777"), details().build()))) {
				StepVerifier.create(call)
					.expectErrorSatisfies(
							(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class, (ex) -> {
								assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
								assertThat(ex.signatureStatus()).isEqualTo(SignatureStatus.VERIFIED);
							}))
					.verify(LONG_ENOUGH);
			}
			assertThat(gateway.requests().get(0).target())
				.isEqualTo("/hk/v3/merchants/1900000777?sp_mchid=" + WireKeys.MCHID + "&sp_appid=wx8888888888888888");
		}
	}

	@Test
	void readsEveryDocumentedFieldAndKeepsOthers() {
		String documented = """
				{"sub_mchid":"20000100","name":"Merchant name","shortname":"Merchant shortname",
				"office_phone":"075586010000","merchant_country_code":"344","business_category":101,
				"contact":{"name":"Bob Zhang","phone":"+8613633334444","email":"test@test.com"},
				"merchant_type":"ENTERPRISE","registration_certificate_number":"5555-8888",
				"registration_certificate_date":"2020-10-16","settlement_bank_number":"555588889999",
				"business":{"business_type":"BOTH","app_download":"https://download.qq.com",
				"website":"https://www.qq.com","office_account":"wx8888888888888888",
				"mini_program":"wx8888888888888888","store_address":"11 Canton Road","mcc":"4214"},
				"director":{"name":"Bob","number":"5555-8888"},"principal":{"name":"Bob","number":"5555-8888"},
				"sub_merchant_state":"NORMAL","h5_payment":{"a":1}}""";
		JsonMapper mapper = JsonMapper.builder().build();

		SubMerchant subMerchant = mapper.readValue(documented, SubMerchant.class);

		assertThat(mapper.readTree(mapper.writeValueAsString(subMerchant))).isEqualTo(mapper.readTree(documented));
		assertThat(subMerchant.other()).containsOnlyKeys("sub_merchant_state", "h5_payment");
		assertThat(subMerchant.toString()).contains("20000100").doesNotContain("5555", "Bob", "test@", "+86");
		assertThat(subMerchant.contact().toString() + subMerchant.director()).doesNotContain("Bob", "5555", "test@");
	}

	@Test
	void personalDataIsInNoLogAndNoException() {
		WechatPayHkClient client = SimulatedShop.INSTITUTION_HK.client(simulator);
		SubMerchantService service = resilient(SubMerchantService.create(client));
		StringBuilder text = new StringBuilder();
		try (CapturedLog log = CapturedLog.at(Level.DEBUG)) {
			simulator.faults().inject(Fault.status(400, "PARAM_ERROR")).on(Operation.ADD_SUB_MERCHANT);
			for (SubMerchantRequest request : List.of(request(), SubMerchantRequest.of("K2",
					details().contact(SubMerchantContact.of(NAME, PHONE, EMAIL.repeat(8))).build()))) {
				text.append(request)
					.append(request.details().contact())
					.append(request.details().director())
					.append(failure(service.add(request)));
			}
			simulator.faults().clear();
			String number = service.add(SubMerchantRequest.of("K3", details().build())).block(LONG_ENOUGH).subMchid();
			text.append(service.query(number).block(LONG_ENOUGH)).append(log.text());
		}

		assertThat(text.toString()).contains("K2").doesNotContain(NAME, PHONE, EMAIL, ACCOUNT, IDENTITY);
	}

	private static String failure(Mono<?> call) {
		Throwable failure = call.materialize().block(LONG_ENOUGH).getThrowable();
		return Stream.iterate(failure, (cause) -> cause != null, Throwable::getCause)
			.map(Throwable::toString)
			.collect(Collectors.joining("\n"));
	}

	private static MerchantCredential credential() {
		return new MerchantCredential(SerialNumber.of(simulator.merchant().serialNumber()),
				Signer.rsa(simulator.merchant().privateKey()));
	}

	private static RecordedRequest only(Operation operation) {
		List<RecordedRequest> requests = simulator.requests().of(operation);
		assertThat(requests).hasSize(1);
		return requests.get(0);
	}

	private static Set<String> bodies(Operation operation) {
		return simulator.requests()
			.of(operation)
			.stream()
			.map((request) -> new String(request.request().body(), StandardCharsets.UTF_8)
					+ request.request().headers().first("Wechatpay-Serial"))
			.collect(Collectors.toSet());
	}

}
