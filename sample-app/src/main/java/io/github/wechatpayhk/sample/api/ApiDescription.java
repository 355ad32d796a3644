package io.github.wechatpayhk.sample.api;

import java.util.Map;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Adds to the description what springdoc cannot read from the code: the problems that
 * calls to WeChat Pay end with.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ApiDescription {

	private static final String REFERENCE = "#/components/schemas/Problem";

	private static final Map<String, String> PROBLEMS = Map.of("400", "An argument breaks a rule: nothing was sent",
			"404", "No such order", "422", "WeChat Pay refused: nothing was changed", "502",
			"Not known whether it took effect: repeat the same call", "503", "Nothing was sent");

	@Bean
	OpenApiCustomizer problems() {
		return (api) -> {
			api.info(new Info().title("Till").version("1").description("In-store payments, and their reversal"));
			ModelConverters.getInstance().read(Problem.class).forEach(api.getComponents()::addSchemas);
			callsToWechatPay(api).forEach((operation) -> PROBLEMS
				.forEach((status, text) -> operation.getResponses().addApiResponse(status, problem(text))));
		};
	}

	private static Iterable<Operation> callsToWechatPay(OpenAPI api) {
		return api.getPaths()
			.values()
			.stream()
			.flatMap((path) -> path.readOperations().stream())
			.filter((operation) -> operation.getResponses().containsKey("204"))
			.toList();
	}

	private static ApiResponse problem(String text) {
		MediaType body = new MediaType().schema(new Schema<>().$ref(REFERENCE));
		return new ApiResponse().description(text)
			.content(new Content().addMediaType("application/problem+json", body));
	}

}
