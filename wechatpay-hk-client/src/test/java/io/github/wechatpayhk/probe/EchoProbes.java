package io.github.wechatpayhk.probe;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkSignatureException.Reason;

/**
 * Responses that hand our own secret back, for us to log it.
 */
final class EchoProbes {

	private EchoProbes() {
	}

	static Stream<Probe> all() {
		String title = "Response that echoes our `Authorization`";
		Ending unknown = Ending.unknown(SignatureStatus.ABSENT);
		return Stream.of(
				echo(title, ProbeResponse.json(404, ""), (response, secret) -> response.body(json(secret)), unknown)
					.variant("in the body"),
				echo(title, ProbeResponse.json(404, "{}"), (response, secret) -> response.replace("Request-ID", secret),
						unknown)
					.variant("as `Request-ID`"),
				echo(title, ProbeResponse.json(200, "{}").signed(),
						(response, secret) -> response.replace("Request-ID", secret).replace("Wechatpay-Nonce", secret),
						Ending.refused(Reason.MISMATCH))
					.variant("in a badly signed success"),
				echo(title, ProbeResponse.json(200, "{}").signed(),
						(response, secret) -> response.replace("Wechatpay-Serial", signature(secret)),
						Ending.refused(Reason.MALFORMED))
					.variant("as serial number"),
				echo(title, ProbeResponse.json(200, "{}").signed(),
						(response, secret) -> response.replace("Wechatpay-Serial",
								signature(secret).replaceAll("[+/=]", "").substring(0, 128)),
						Ending.refused(Reason.UNKNOWN_SERIAL))
					.variant("as part of a serial number"),
				echo(title, ProbeResponse.json(200, "{}").signed(),
						(response, secret) -> response.replace("Wechatpay-Timestamp", secret),
						Ending.refused(Reason.MALFORMED))
					.variant("as time stamp"),
				echo(title, ProbeResponse.json(302, ""), (response, secret) -> response.header("Location", secret),
						unknown)
					.variant("as target of a redirect"),
				echo(title, ProbeResponse.json(404, "{}"),
						(response, secret) -> response.replace("Content-Type", secret), unknown)
					.variant("as content type"),
				echo(title, ProbeResponse.json(404, "{}"), (response, secret) -> response.header("Set-Cookie", secret),
						unknown)
					.variant("as cookie"));
	}

	private static Probe echo(String title, ProbeResponse response,
			BiFunction<ProbeResponse, String, ProbeResponse> placement, Ending ending) {
		return Probe.of(title, (request, connection) -> {
			String secret = Objects.requireNonNull(request.header("Authorization"));
			placement.apply(response, secret).response(request, connection);
		}, ending);
	}

	private static String json(String secret) {
		String quoted = "\"" + secret.replace("\"", "\\\"") + "\"";
		return "{\"code\":" + quoted + ",\"message\":" + quoted + ",\"detail\":{\"field\":" + quoted + ",\"issue\":"
				+ quoted + ",\"location\":" + quoted + "}}";
	}

	private static String signature(String authorization) {
		return authorization.replaceAll(".*signature=\"([^\"]+)\".*", "$1");
	}

}
