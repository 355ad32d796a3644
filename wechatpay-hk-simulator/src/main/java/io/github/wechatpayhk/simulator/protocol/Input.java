package io.github.wechatpayhk.simulator.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wechatpayhk.simulator.http.RawRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of one JSON object, or of a query, read with WeChat Pay's strictness: a
 * refused field is named in the response.
 *
 * @since 0.1.0
 */
public final class Input {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private final JsonNode object;

	private final String pointer;

	private final String location;

	private Input(JsonNode object, String pointer, String location) {
		this.object = object;
		this.pointer = pointer;
		this.location = location;
	}

	/**
	 * Read the body of a request.
	 * @param request the request
	 * @return its fields
	 */
	public static Input ofBody(RawRequest request) {
		try {
			JsonNode tree = MAPPER.readTree(request.body());
			if (tree != null && tree.isObject()) {
				return new Input(tree, "", "body");
			}
		}
		catch (JacksonException ex) {
			throw ApiProblem.field("", "body", "", "The body is not valid JSON");
		}
		throw ApiProblem.field("", "body", "", "The body must be a JSON object");
	}

	/**
	 * Read the query of a request.
	 * @param request the request
	 * @return its parameters
	 */
	public static Input ofQuery(RawRequest request) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String parameter : request.query().split("&", -1)) {
			int equals = parameter.indexOf('=');
			if (equals > 0) {
				parameters.put(decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
			}
		}
		return new Input(MAPPER.valueToTree(parameters), "", "query");
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw ApiProblem.field("", "query", text, "The query is not percent-encoded");
		}
	}

	/**
	 * Read a text that may be absent.
	 * @param name the field's name
	 * @param maximum the greatest number of characters
	 * @return the text, or {@code null} when it is absent or {@code null}
	 */
	public @Nullable String optionalText(String name, int maximum) {
		JsonNode node = this.object.get(name);
		if (node == null || node.isNull()) {
			return null;
		}
		if (!node.isString()) {
			throw refuse(name, "must be a string");
		}
		String text = node.stringValue();
		if (text.codePointCount(0, text.length()) > maximum) {
			throw refuse(name, "must not be longer than " + maximum + " characters");
		}
		if (text.codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
			throw refuse(name, "must not hold characters of more than 3 bytes in UTF-8");
		}
		return text;
	}

	/**
	 * Read a text that must be there.
	 * @param name the field's name
	 * @param maximum the greatest number of characters
	 * @return the text, not empty
	 */
	public String text(String name, int maximum) {
		String text = optionalText(name, maximum);
		if (text == null || text.isEmpty()) {
			throw refuse(name, "is required");
		}
		return text;
	}

	/**
	 * Read a whole number that must be there.
	 * @param name the field's name
	 * @param minimum the least value
	 * @return the number
	 */
	public long number(String name, long minimum) {
		JsonNode node = this.object.get(name);
		if (node == null || node.isNull()) {
			throw refuse(name, "is required");
		}
		if (this.location.equals("query") && node.stringValue().matches("[0-9]{1,18}")) {
			return atLeast(name, Long.parseLong(node.stringValue()), minimum);
		}
		if (!node.isIntegralNumber() || !node.canConvertToLong()) {
			throw refuse(name, "must be a whole number");
		}
		return atLeast(name, node.longValue(), minimum);
	}

	private long atLeast(String name, long value, long minimum) {
		if (value < minimum) {
			throw refuse(name, "must not be less than " + minimum);
		}
		return value;
	}

	/**
	 * Read an object that must be there.
	 * @param name the field's name
	 * @return its fields
	 */
	public Input object(String name) {
		JsonNode node = this.object.get(name);
		if (node == null || node.isNull()) {
			throw refuse(name, "is required");
		}
		if (!node.isObject()) {
			throw refuse(name, "must be an object");
		}
		return new Input(node, this.pointer + "/" + name, this.location);
	}

	/**
	 * Tell whether a field is there and not {@code null}.
	 * @param name the field's name
	 * @return whether it is there
	 */
	public boolean has(String name) {
		return this.object.hasNonNull(name);
	}

	/**
	 * Make the refusal of a field.
	 * @param name the field's name
	 * @param issue what is wrong with it
	 * @return the refusal, 400 {@code PARAM_ERROR}
	 */
	public ApiProblem refuse(String name, String issue) {
		JsonNode node = this.object.get(name);
		String value = (node == null) ? "" : node.isString() ? node.stringValue() : node.toString();
		String field = this.location.equals("body") ? this.pointer + "/" + name : name;
		return ApiProblem.field(field, this.location, value, name + " " + issue);
	}

	/**
	 * Return the JSON text of all fields, which is the same for the same values.
	 * @return the JSON text
	 */
	public String fingerprint() {
		return this.object.toString();
	}

}
