package io.github.wechatpayhk.simulator.gateway;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.signature.SignatureRefusal;

/**
 * Writes the response to a refused signature. For a signature that does not match it has
 * the form of WeChat Pay's, with the message that should have been signed line by line
 * and what the signature would have fitted beside it.
 */
final class SignatureProblem {

	private static final int SHOWN_BODY = 8;

	private SignatureProblem() {
	}

	static Reply of(RawRequest request, SignatureRefusal refusal) {
		Map<String, Object> detail = new LinkedHashMap<>();
		detail.put("location", "authorization");
		if (refusal.expectedMessage().isEmpty()) {
			detail.put("field", "Authorization");
			detail.put("issue", String.valueOf(refusal.getMessage()));
		}
		else {
			String message = String.join("\n", refusal.expectedMessage()) + '\n';
			Map<String, Object> information = new LinkedHashMap<>();
			information.put("method", request.method());
			information.put("url", request.target());
			information.put("truncated_sign_message", truncated(message));
			information.put("sign_message_length", message.getBytes(StandardCharsets.UTF_8).length);
			information.put("expected_message", refusal.expectedMessage());
			information.put("line_ending", "every line, the last included, ends with one LF (0x0A)");
			information.put("hints", refusal.hints());
			detail.putAll(ApiProblem.SIGN_NOT_MATCH);
			detail.put("sign_information", information);
		}
		return Reply.of(new ApiProblem(401, "SIGN_ERROR", "Signature error: " + refusal.getMessage(), detail));
	}

	/**
	 * WeChat Pay shows eight characters of the body.
	 */
	private static String truncated(String message) {
		int body = 0;
		for (int line = 0; line < 4; line++) {
			body = message.indexOf('\n', body) + 1;
		}
		return message.substring(0, Math.min(body + SHOWN_BODY, message.length() - 1)) + '\n';
	}

}
