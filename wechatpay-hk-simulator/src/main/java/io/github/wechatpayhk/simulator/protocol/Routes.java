package io.github.wechatpayhk.simulator.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The table of paths. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class Routes {

	private static final String BY_ID = "/transactions/id/{transaction_id}";

	private static final String BY_NUMBER = "/transactions/out-trade-no/{out_trade_no}";

	private final List<Template> templates = new ArrayList<>();

	/**
	 * Create the table.
	 */
	public Routes() {
		for (Generation generation : Generation.values()) {
			add(generation, Operation.NATIVE, "POST", "/transactions/native");
			add(generation, Operation.JSAPI, "POST", "/transactions/jsapi");
			add(generation, Operation.APP, "POST", "/transactions/app");
			add(generation, Operation.MWEB, "POST", "/transactions/mweb");
			add(generation, Operation.QUERY, "GET", BY_ID);
			add(generation, Operation.QUERY, "GET", BY_NUMBER);
			add(generation, Operation.CLOSE, "POST", BY_ID + "/close");
			add(generation, Operation.CLOSE, "POST", BY_NUMBER + "/close");
			add(generation, Operation.REFUND, "POST", "/refunds");
			add(generation, Operation.LIST_REFUNDS, "GET", "/refunds");
			add(generation, Operation.QUERY_REFUND, "GET", "/refunds/id/{refund_id}");
			add(generation, Operation.QUERY_REFUND, "GET", "/refunds/out-refund-no/{out_refund_no}");
			add(generation, Operation.STATEMENT, "GET", "/statements");
			add(generation, Operation.SETTLEMENTS, "GET", "/settle/settlements");
			add(generation, Operation.ADD_SUB_MERCHANT, "POST", "/merchants");
			add(generation, Operation.QUERY_SUB_MERCHANT, "GET", "/merchants/{sub_mchid}");
			add(generation, Operation.CERTIFICATES, "GET", "/certificates");
		}
		add(Generation.HK, Operation.MICROPAY, "POST", "/transactions/micropay");
		add(Generation.HK, Operation.REVERSE, "POST", BY_ID + "/reverse");
		add(Generation.HK, Operation.REVERSE, "POST", BY_NUMBER + "/reverse");
		add(Generation.HK, Operation.MODIFY_SUB_MERCHANT, "PUT", "/merchants");
		add(Generation.GLOBAL, Operation.MODIFY_SUB_MERCHANT, "PATCH", "/merchants/{sub_mchid}");
		add(Generation.GLOBAL, Operation.MICROPAY, "POST", "/micropay/transactions/pay");
		add(Generation.GLOBAL, Operation.REVERSE, "POST", "/micropay" + BY_ID + "/reverse");
		add(Generation.GLOBAL, Operation.REVERSE, "POST", "/micropay" + BY_NUMBER + "/reverse");
		// Where the SDKs for mainland China look
		this.templates.add(new Template(Generation.HK, Operation.CERTIFICATES, "GET", split("/v3/certificates")));
	}

	/**
	 * Find the place of a request.
	 * @param method the method
	 * @param path the raw path
	 * @return the route, or {@code null} when the path is unknown
	 * @throws ApiProblem 405 when the path is known, but not with this method
	 */
	public @Nullable Route find(String method, String path) {
		List<String> segments = split(path);
		boolean isOtherMethod = false;
		for (Template template : this.templates) {
			Map<String, String> variables = template.match(segments);
			if (variables != null) {
				if (template.method().equals(method)) {
					return new Route(template.operation(), template.generation(), variables);
				}
				isOtherMethod = true;
			}
		}
		if (isOtherMethod) {
			throw new ApiProblem(405, "METHOD_NOT_ALLOWED", "The method " + method + " is not supported here");
		}
		return null;
	}

	private void add(Generation generation, Operation operation, String method, String path) {
		this.templates.add(new Template(generation, operation, method, split(generation.prefix() + path)));
	}

	private static List<String> split(String path) {
		return List.of(path.split("/", -1));
	}

	private record Template(Generation generation, Operation operation, String method, List<String> segments) {

		@Nullable Map<String, String> match(List<String> actual) {
			if (actual.size() != this.segments.size()) {
				return null;
			}
			Map<String, String> variables = new HashMap<>();
			for (int i = 0; i < actual.size(); i++) {
				String expected = this.segments.get(i);
				if (expected.startsWith("{")) {
					variables.put(expected.substring(1, expected.length() - 1), decode(actual.get(i)));
				}
				else if (!expected.equals(actual.get(i))) {
					return null;
				}
			}
			return variables;
		}

		private static String decode(String segment) {
			try {
				return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
			}
			catch (IllegalArgumentException ex) {
				return segment;
			}
		}

	}

}
