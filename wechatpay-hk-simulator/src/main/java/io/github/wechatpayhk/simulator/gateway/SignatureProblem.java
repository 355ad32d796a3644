package io.github.wechatpayhk.simulator.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.signature.SignatureRefusal;

/**
 * Writes the answer to a refused signature: what is wrong, the message that should have
 * been signed line by line, and what the signature would have fitted.
 */
final class SignatureProblem {

	private SignatureProblem() {
	}

	static Reply of(RawRequest request, SignatureRefusal refusal) {
		Map<String, Object> detail = new LinkedHashMap<>();
		detail.put("field", "Authorization");
		detail.put("location", "authorization");
		detail.put("issue", String.valueOf(refusal.getMessage()));
		if (!refusal.expectedMessage().isEmpty()) {
			Map<String, Object> information = new LinkedHashMap<>();
			information.put("method", request.method());
			information.put("url", request.target());
			information.put("expected_message", refusal.expectedMessage());
			information.put("line_ending", "every line, the last included, ends with one LF (0x0A)");
			information.put("hints", refusal.hints());
			detail.put("sign_information", information);
		}
		return Reply.of(new ApiProblem(401, "SIGN_ERROR", "Signature error: " + refusal.getMessage(), detail));
	}

}
