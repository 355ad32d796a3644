package io.github.wechatpayhk.webclient;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireResponse;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any body over any connector: what was signed is what was on the wire.
 */
class SignedBodiesTests {

	private static final String CHINESE = "{\"attach\":\"撤銷訂單 🧾\"}";

	private WireGateway gateway;

	@BeforeEach
	void start() {
		this.gateway = WireGateway.start((request) -> WireResponse.signed(204, ""));
	}

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	private WebClient client(Connector connector) {
		return SignedClients.create(connector, this.gateway.baseUrl());
	}

	private WireRequest send(Connector connector, Function<WebClient, WebClient.RequestHeadersSpec<?>> request) {
		StepVerifier.create(request.apply(client(connector)).retrieve().toBodilessEntity())
			.assertNext((response) -> assertThat(response.getStatusCode().value()).isEqualTo(204))
			.expectComplete()
			.verify(SignedClients.LONG_ENOUGH);
		return this.gateway.request();
	}

	private static void assertSigned(WireRequest request) {
		assertThat(WireKeys.verifies(request, request.body())).as("signature of %s", request).isTrue();
		assertThat(request.header("Transfer-Encoding")).isNull();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@ParameterizedTest
	@EnumSource
	void signsValue(Connector connector) {
		WireRequest request = send(connector,
				(client) -> client.post()
					.uri("v3/transactions/out-trade-no/{no}/reverse", "T1")
					.bodyValue(MerchantIds.direct("1900000109")));

		assertSigned(request);
		assertThat(request.target()).isEqualTo("/hk/v3/transactions/out-trade-no/T1/reverse");
		assertThat(request.text()).isEqualTo("{\"mchid\":\"1900000109\"}");
		assertThat(request.header("Content-Length")).isEqualTo("22");
		assertThat(request.header("Content-Type")).isEqualTo("application/json");
		assertThat(request.header("Wechatpay-Serial")).isEqualTo(WireKeys.PLATFORM_SERIAL);
	}

	@ParameterizedTest
	@EnumSource
	void signsTextInUtf8(Connector connector) {
		WireRequest request = send(connector, (client) -> client.post().uri("v3/refunds").bodyValue(CHINESE));

		assertSigned(request);
		assertThat(request.text()).isEqualTo(CHINESE);
		assertThat(request.header("Content-Type")).isEqualTo("application/json");
	}

	@ParameterizedTest
	@EnumSource
	void signsPublisher(Connector connector) {
		WireRequest request = send(connector,
				(client) -> client.post()
					.uri("v3/refunds")
					.contentType(MediaType.APPLICATION_JSON)
					.body(Flux.just(MerchantIds.direct("1"), MerchantIds.direct("2")), MerchantIds.class));

		assertSigned(request);
		assertThat(request.text()).isEqualTo("[{\"mchid\":\"1\"},{\"mchid\":\"2\"}]");
	}

	@ParameterizedTest
	@EnumSource
	void signsNewlineDelimitedJson(Connector connector) {
		WireRequest request = send(connector,
				(client) -> client.post()
					.uri("v3/refunds")
					.contentType(MediaType.APPLICATION_NDJSON)
					.body(Flux.just(MerchantIds.direct("1"), MerchantIds.direct("2")), MerchantIds.class));

		assertSigned(request);
		assertThat(request.text()).isEqualTo("{\"mchid\":\"1\"}\n{\"mchid\":\"2\"}\n");
		assertThat(request.header("Content-Type")).isEqualTo("application/x-ndjson");
	}

	@ParameterizedTest
	@EnumSource
	void signsForm(Connector connector) {
		WireRequest request = send(connector,
				(client) -> client.post()
					.uri("v3/form")
					.body(BodyInserters.fromFormData("name", "撤銷 & ≠").with("b", "2")));

		assertSigned(request);
		assertThat(request.text()).isEqualTo("name=%E6%92%A4%E9%8A%B7+%26+%E2%89%A0&b=2");
		assertThat(request.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
	}

	@ParameterizedTest
	@EnumSource
	void signsEmptyPost(Connector connector) {
		WireRequest request = send(connector, (client) -> client.post().uri("v3/empty"));

		assertSigned(request);
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.body()).isEmpty();
		assertThat(request.header("Content-Length")).isEqualTo("0");
		assertThat(request.header("Content-Type")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void signsEmptyPublisher(Connector connector) {
		WireRequest request = send(connector,
				(client) -> client.put().uri("v3/empty").body(Mono.empty(), MerchantIds.class));

		assertSigned(request);
		assertThat(request.method()).isEqualTo("PUT");
		assertThat(request.body()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void signsGet(Connector connector) {
		WireRequest request = send(connector,
				(client) -> client.get().uri("v3/refunds?offset={offset}&mchid={mchid}", 0, "1900000109"));

		assertSigned(request);
		assertThat(request.method()).isEqualTo("GET");
		assertThat(request.target()).isEqualTo("/hk/v3/refunds?offset=0&mchid=1900000109");
		assertThat(request.header("Content-Length")).isIn(null, (connector != Connector.OURS) ? "0" : null);
		assertThat(request.header("Content-Type")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void signsDelete(Connector connector) {
		WireRequest request = send(connector, (client) -> client.delete().uri("v3/merchants/{id}", "1"));

		assertSigned(request);
		assertThat(request.method()).isEqualTo("DELETE");
	}

	@ParameterizedTest
	@EnumSource
	void signsOnlyTheMetaPartOfAnUpload(Connector connector) {
		String meta = "{\"filename\":\"發票.png\",\"sha256\":\"0f\"}";
		MultipartBodyBuilder upload = new MultipartBodyBuilder();
		upload.part("file", new ByteArrayResource(new byte[] { 0, 13, 10, 45, 45, -1 })).filename("發票.png");
		upload.part("meta", meta, MediaType.APPLICATION_JSON);

		WireRequest request = send(connector,
				(client) -> client.post().uri("v3/merchant/media/upload").bodyValue(upload.build()));

		assertThat(WireKeys.verifies(request, utf8(meta))).isTrue();
		assertThat(WireKeys.verifies(request, request.body())).isFalse();
		String contentType = request.header("Content-Type");
		assertThat(contentType).startsWith("multipart/form-data");
		String boundary = contentType.replaceAll(".*boundary=\"?([^\";]+).*", "$1");
		assertThat(request.text()).startsWith("--" + boundary + "\r\n").endsWith("--" + boundary + "--\r\n");
		assertThat(request.header("Content-Length")).isEqualTo(Integer.toString(request.body().length));
	}

	@Test
	void refusesUploadWithoutMetaPart() {
		MultipartBodyBuilder upload = new MultipartBodyBuilder();
		upload.part("file", new ByteArrayResource(new byte[] { 1 })).filename("a.png");

		assertNotSent(client(Connector.OURS).post().uri("v3/upload").bodyValue(upload.build()), "'meta'");
	}

	@Test
	void refusesUploadWithTwoMetaParts() {
		MultipartBodyBuilder upload = new MultipartBodyBuilder();
		upload.part("meta", "{\"a\":1}", MediaType.APPLICATION_JSON);
		upload.part("meta", "{\"a\":2}", MediaType.APPLICATION_JSON);

		assertNotSent(client(Connector.OURS).post().uri("v3/upload").bodyValue(upload.build()), "'meta'");
	}

	@Test
	void refusesUploadAboveTheBound() {
		MultipartBodyBuilder upload = new MultipartBodyBuilder();
		upload.part("meta", "{}", MediaType.APPLICATION_JSON);
		upload.part("file", new ByteArrayResource(new byte[10_000])).filename("a.png");

		assertNotSent(client(Connector.OURS).post().uri("v3/upload").bodyValue(upload.build()),
				"longer than 10000 bytes");
	}

	@Test
	void refusesEndlessBodyAboveTheBoundAndStopsReadingIt() {
		AtomicInteger given = new AtomicInteger();
		Flux<String> endless = Flux.generate((sink) -> {
			given.incrementAndGet();
			sink.next("0123456789");
		});

		assertNotSent(client(Connector.OURS).post()
			.uri("v3/endless")
			.contentType(MediaType.APPLICATION_NDJSON)
			.body(endless, String.class), "longer than 10000 bytes");
		assertThat(given).hasValueLessThan(5_000);
	}

	@Test
	void failsWithoutSendingWhenTheBodyFails() {
		Flux<MerchantIds> broken = Flux.concat(Mono.just(MerchantIds.direct("1")),
				Mono.error(new IllegalStateException("no more")));

		assertNotSent(client(Connector.OURS).post()
			.uri("v3/broken")
			.contentType(MediaType.APPLICATION_JSON)
			.body(broken, MerchantIds.class), "cannot be rendered");
	}

	@Test
	void failsWithoutSendingWhenNoCodecFits() {
		assertNotSent(client(Connector.OURS).post()
			.uri("v3/broken")
			.contentType(MediaType.APPLICATION_PDF)
			.bodyValue(MerchantIds.direct("1")), "cannot be rendered");
	}

	private void assertNotSent(WebClient.RequestHeadersSpec<?> request, String problem) {
		StepVerifier.create(request.retrieve().toBodilessEntity())
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(WechatPayHkRequestException.class)
				.hasMessageContaining(problem)
				.extracting((error) -> ((WechatPayHkException) error).outcome())
				.isEqualTo(Outcome.NOT_SENT))
			.verify(SignedClients.LONG_ENOUGH);
		assertThat(this.gateway.requests()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void carriesOverWhatIsWrittenWhileRendering(Connector connector) {
		BodyInserter<String, ClientHttpRequest> inserter = (request, context) -> {
			request.getHeaders().set("X-Written-While-Rendering", "1");
			request.getCookies().add("written", new HttpCookie("written", "2"));
			return BodyInserters.fromValue(CHINESE).insert(request, context);
		};

		WireRequest request = send(connector, (client) -> client.post().uri("v3/refunds").body(inserter));

		assertSigned(request);
		assertThat(request.header("X-Written-While-Rendering")).isEqualTo("1");
		assertThat(request.headers("Cookie")).containsExactly("written=2");
	}

	@Test
	void rendersWithTheRequestInSight() {
		BodyInserter<String, ClientHttpRequest> inserter = (request, context) -> {
			String seen = request.getMethod() + " " + request.getURI().getPath() + ' '
					+ (request.getNativeRequest() != null);
			return BodyInserters.fromValue(seen).insert(request, context);
		};

		WireRequest request = send(Connector.OURS, (client) -> client.post().uri("v3/refunds").body(inserter));

		assertThat(request.text()).isEqualTo("POST /hk/v3/refunds true");
	}

	@ParameterizedTest
	@EnumSource
	void actsOnTheRealRequestExactlyOnce(Connector connector) {
		AtomicInteger acted = new AtomicInteger();

		WireRequest request = send(connector, (client) -> client.post().uri("v3/refunds").httpRequest((real) -> {
			acted.incrementAndGet();
			real.getHeaders().add("X-Acted", real.getURI().getScheme());
		}).bodyValue(CHINESE));

		assertSigned(request);
		assertThat(acted).hasValue(1);
		assertThat(request.headers("X-Acted")).containsExactly("http");
	}

	@ParameterizedTest
	@EnumSource
	void replacesForeignAuthorization(Connector connector) {
		WireRequest request = send(connector,
				(client) -> client.post()
					.uri("v3/refunds")
					.headers((headers) -> headers.setBearerAuth("foreign"))
					.bodyValue(CHINESE));

		assertSigned(request);
		assertThat(request.headers("Authorization")).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void sendsHeadersAndCookiesOnce(Connector connector) {
		WireRequest request = send(connector,
				(client) -> client.post()
					.uri("v3/refunds")
					.header("X-Two", "a", "b")
					.cookie("choice", "c")
					.bodyValue(CHINESE));

		assertSigned(request);
		assertThat(String.join(",", request.headers("X-Two")).replace(" ", "")).isEqualTo("a,b");
		assertThat(request.headers("Cookie")).containsExactly("choice=c");
	}

	@Test
	void releasesTheBuffersOfTheCaller() {
		ByteBuf first = ByteBufAllocator.DEFAULT.buffer().writeBytes(utf8("{\"mchid\":"));
		ByteBuf second = ByteBufAllocator.DEFAULT.buffer().writeBytes(utf8("\"1\"}"));

		WireRequest request = send(Connector.OURS,
				(client) -> client.post().uri("v3/refunds").body(BodyInserters.fromDataBuffers(wrap(first, second))));

		assertThat(request.text()).isEqualTo("{\"mchid\":\"1\"}");
		assertThat(first.refCnt()).isZero();
		assertThat(second.refCnt()).isZero();
	}

	@Test
	void releasesTheBuffersOfTheCallerAboveTheBound() {
		ByteBuf first = ByteBufAllocator.DEFAULT.buffer().writeBytes(new byte[9_000]);
		ByteBuf second = ByteBufAllocator.DEFAULT.buffer().writeBytes(new byte[9_000]);

		assertNotSent(client(Connector.OURS).post()
			.uri("v3/refunds")
			.body(BodyInserters.fromDataBuffers(wrap(first, second))), "longer than 10000 bytes");

		assertThat(first.refCnt()).isZero();
		assertThat(second.refCnt()).isZero();
	}

	private static Flux<DataBuffer> wrap(ByteBuf... buffers) {
		NettyDataBufferFactory factory = new NettyDataBufferFactory(ByteBufAllocator.DEFAULT);
		return Flux.fromArray(buffers).map(factory::wrap);
	}

	@Test
	void rendersMapsWithTheCodecsOfItsClient() {
		WireRequest request = send(Connector.OURS,
				(client) -> client.patch().uri("v3/merchants").bodyValue(Map.of("name", "香港")));

		assertSigned(request);
		assertThat(request.text()).isEqualTo("{\"name\":\"香港\"}");
	}

}
