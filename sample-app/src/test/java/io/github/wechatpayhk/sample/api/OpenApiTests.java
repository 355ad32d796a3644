package io.github.wechatpayhk.sample.api;

import java.util.Arrays;
import java.util.Set;

import io.github.wechatpayhk.sample.till.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The description of the API, made from the code, and whether it tells what other
 * programs need to know.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class OpenApiTests {

	@LocalServerPort
	private int port;

	private JsonNode description;

	@BeforeEach
	void read() {
		byte[] body = WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.port)
			.build()
			.get()
			.uri("/openapi")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult()
			.getResponseBody();
		this.description = JsonMapper.shared().readTree(body);
	}

	@Test
	void listsTheWholeApiAndNoPage() {
		assertThat(this.description.get("paths").propertyNames()).containsExactlyInAnyOrder("/orders",
				"/orders/{outTradeNo}", "/orders/{outTradeNo}/cancel", "/orders/{outTradeNo}/reverse",
				"/orders/{outTradeNo}/refunds");
	}

	@Test
	void tellsThatPaymentsGoOnAfterTheResponse() {
		for (String path : new String[] { "/paths/~1orders", "/paths/~1orders~1{outTradeNo}~1cancel" }) {
			assertThat(this.description.at(path + "/post/responses").propertyNames()).containsExactly("202");
		}
	}

	@Test
	void tellsOfProblemsWithOutcomeAndRequestId() {
		JsonNode responses = this.description.at("/paths/~1orders~1{outTradeNo}~1reverse/post/responses");

		assertThat(responses.propertyNames()).containsExactlyInAnyOrder("204", "400", "404", "422", "502", "503");
		assertThat(responses.at("/502/content/application~1problem+json/schema/$ref").asString())
			.isEqualTo("#/components/schemas/Problem");
		assertThat(this.description.at("/components/schemas/Problem/properties").propertyNames())
			.containsAll(Set.of("type", "title", "status", "detail", "outcome", "code", "requestId"));
	}

	@Test
	void namesTheStagesOfAnOrder() {
		assertThat(this.description.at("/components/schemas/OrderView/properties/stage/enum")
			.valueStream()
			.map(JsonNode::asString))
			.containsExactlyInAnyOrder(Arrays.stream(Stage.values()).map(Stage::name).toArray(String[]::new));
	}

}
