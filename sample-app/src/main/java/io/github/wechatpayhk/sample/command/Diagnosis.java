package io.github.wechatpayhk.sample.command;

import java.util.List;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.error.WechatPayHkUnknownOutcomeException;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a harmless call shows, in plain words.
 *
 * @param outcome {@code null} if all is well
 * @param response what came back
 * @param signature what its signature was worth
 * @param requestId the {@code Request-ID}, or {@code null} without one
 * @param shown what is proved
 * @param notShown what is not
 * @param advice what to do
 */
record Diagnosis(@Nullable Outcome outcome, String response, String signature, @Nullable String requestId,
		List<String> shown, List<String> notShown, List<String> advice) {

	private static final String REACHED = "The gateway can be reached from here.";

	private static final String GENUINE = "The response is WeChat Pay's own: its signature was verified with a trusted key.";

	private static final String ACCEPTED = "WeChat Pay accepted our signature: merchant number, serial number, private "
			+ "key and clock belong together.";

	private static final String PERMISSION = "Whether this merchant may reverse orders: only a reversal shows that.";

	private static final String ORDERS = "Whether orders of the shop are found under this merchant number: query one.";

	static Diagnosis ofSuccess(HarmlessCall call, @Nullable String requestId) {
		return new Diagnosis(null, (call == HarmlessCall.certificates) ? "the list, signed" : "an order, signed",
				"VERIFIED", requestId, List.of(REACHED, ACCEPTED, GENUINE), List.of(PERMISSION, ORDERS), List.of());
	}

	static Diagnosis of(HarmlessCall call, WechatPayHkException failure) {
		WechatPayHkException ex = (failure instanceof WechatPayHkUnknownOutcomeException unknown) ? unknown.last()
				: failure;
		if (ex instanceof WechatPayHkApiException response) {
			return (response.status() == 404) ? notFound(call, failure, response) : refused(failure, response);
		}
		return (ex instanceof WechatPayHkSignatureException response) ? notTrusted(failure, response) : silent(failure);
	}

	private static Diagnosis notFound(HarmlessCall call, WechatPayHkException failure,
			WechatPayHkApiException response) {
		if (response.signatureStatus() != SignatureStatus.VERIFIED) {
			return new Diagnosis(Outcome.UNKNOWN, told(response) + ", without a signature", signature(response),
					response.requestId(), List.of("Somebody responds with 404 at this address."),
					List.of("Whether that is WeChat Pay: anybody on the way can send an unsigned 404.",
							"Whether our signature was accepted: it may not even have been looked at.",
							"Whether the trusted key is the right one."),
					List.of("check base URL and generation, then try '--call certificates'"));
		}
		if (call == HarmlessCall.query && response.hasCode("ORDER_NOT_EXIST")) {
			return new Diagnosis(null, told(response) + ", signed", signature(response), response.requestId(),
					List.of(REACHED, ACCEPTED, GENUINE, "The order does not exist, as was to be expected."),
					List.of(PERMISSION, ORDERS), List.of());
		}
		return new Diagnosis(failure.outcome(), told(response) + ", signed", signature(response), response.requestId(),
				List.of(REACHED, GENUINE), List.of("Whether the path belongs to the API.", PERMISSION, ORDERS),
				(call == HarmlessCall.query)
						? List.of("check base URL and generation: the good response is 404 ORDER_NOT_EXIST")
						: List.of("check base URL and generation with the query, which is the default",
								"a merchant that uses the WeChat Pay public key has no certificates to list"));
	}

	private static Diagnosis refused(WechatPayHkException failure, WechatPayHkApiException response) {
		List<String> advice = switch (response.status()) {
			case 401 -> List.of(
					"compare merchant number, serial number and private key with the merchant platform; they must "
							+ "belong to one another",
					"look at the clock above: a time stamp more than five minutes off is refused as well",
					"'sign' shows message and header for comparison with another client");
			case 403 -> List.of("ask WeChat Pay for the permission; the signature itself was accepted");
			case 429 -> List.of("wait: too many calls were made");
			default -> List.of("see the code and the message above");
		};
		return new Diagnosis(failure.outcome(), told(response), signature(response), response.requestId(),
				(response.signatureStatus() == SignatureStatus.VERIFIED) ? List.of(REACHED, GENUINE) : List.of(REACHED),
				List.of("Whether other calls would succeed.", PERMISSION), advice);
	}

	private static Diagnosis notTrusted(WechatPayHkException failure, WechatPayHkSignatureException response) {
		return new Diagnosis(failure.outcome(), String.valueOf(response.getMessage()), signature(response),
				response.requestId(), List.of(REACHED),
				List.of("Whether that was WeChat Pay: its response cannot be verified.",
						"Whether our signature was accepted."),
				List.of("compare the id of the public key, or the APIv3 key, with the merchant platform",
						"make sure that no proxy changes responses or drops 'Wechatpay-*' headers",
						"look at the clock: a response more than five minutes off is rejected"));
	}

	private static Diagnosis silent(WechatPayHkException failure) {
		return new Diagnosis(failure.outcome(), String.valueOf(failure.getMessage()), "NONE", null,
				List.of((failure.outcome() == Outcome.NOT_SENT) ? "Nothing was sent."
						: "Something was sent, and no complete response came back."),
				List.of("Anything about keys, signatures or permissions."),
				List.of("check the address, DNS, proxy and firewall"));
	}

	private static String told(WechatPayHkApiException response) {
		return response.status() + ((response.code() != null) ? " " + response.code() : "");
	}

	private static String signature(WechatPayHkException ex) {
		return ex.signatureStatus().name();
	}

}
