package io.github.wechatpayhk.probe;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkSignatureException.Reason;
import io.github.wechatpayhk.trust.PlatformKeys;

/**
 * What the four signature headers may look like.
 */
final class SignatureProbes {

	private static final ProbeResponse SIGNED = ProbeResponse.of(204).signed();

	private static final List<String> HEADERS = List.of("Wechatpay-Timestamp", "Wechatpay-Nonce", "Wechatpay-Signature",
			"Wechatpay-Serial");

	private SignatureProbes() {
	}

	static Stream<Probe> all() {
		return Stream.of(trusted(), unsigned(), wrong(), malformed(), untrusted()).flatMap((probes) -> probes);
	}

	private static Stream<Probe> trusted() {
		String title = "Signed 204";
		return Stream
			.of(Probe.of(title, SIGNED, Ending.completes()),
					Probe.of(title, SIGNED.lowerCase(), Ending.completes()).variant("header names in lower case"),
					Probe
						.of(title,
								SIGNED.replace("Wechatpay-Serial",
										"00" + ProbeResponse.SERIAL.toLowerCase(Locale.ROOT)),
								Ending.completes())
						.variant("serial number with leading zeros, in lower case"),
					Probe.of(title, SIGNED.header("Content-Type", "text/html"), Ending.completes())
						.variant("any content type"),
					Probe.of(title, signedAt(-300), Ending.completes()).variant("exactly 300 s old"),
					Probe.of(title, signedAt(300), Ending.completes()).variant("exactly 300 s ahead"));
	}

	private static ProbeResponse signedAt(long difference) {
		return ProbeResponse.of(204).signedAt(ProbeResponse.NOW + difference);
	}

	private static Stream<Probe> unsigned() {
		Ending ending = Ending.refused(Reason.MISSING);
		String title = "Success without a signature";
		return Stream.of(Probe.of(title, ProbeResponse.of(204), ending).variant("204"),
				Probe.of(title, ProbeResponse.json(200, "{}"), ending).variant("200"),
				Probe.of(title, ProbeResponse.json(202, "{}"), ending).variant("202"),
				Probe.of(title, ProbeResponse.of(200).header("Content-Type", "text/plain").body("ok"), ending)
					.variant("text/plain"),
				Probe.of("Success without a signature or any other header", ProbeResponse.of(204).without("Request-ID"),
						ending.withoutRequestId()));
	}

	private static Stream<Probe> wrong() {
		ProbeResponse body = ProbeResponse.json(200, "{\"trade_state\":\"REVOKED\"}").signed();
		return Stream.of(
				Probe.of("Signed by an untrusted key under a trusted serial number",
						ProbeResponse.of(204)
							.signed(ProbeResponse.SERIAL, "platform-next-private.pem", ProbeResponse.NOW),
						Ending.refused(Reason.MISMATCH)),
				Probe.of("Body swapped after signing", body.body("{\"trade_state\":\"SUCCESS\"}"),
						Ending.refused(Reason.MISMATCH)),
				Probe.of("Body cut after signing", body.body(""), Ending.refused(Reason.MISMATCH)),
				Probe
					.of("Time stamp or nonce changed after signing",
							SIGNED.replace("Wechatpay-Timestamp", Long.toString(ProbeResponse.NOW + 1)),
							Ending.refused(Reason.MISMATCH))
					.variant("time stamp"),
				Probe.of("Time stamp or nonce changed after signing", SIGNED.replace("Wechatpay-Nonce", "other"),
						Ending.refused(Reason.MISMATCH))
					.variant("nonce"),
				Probe.of("Signature of another length", SIGNED.replace("Wechatpay-Signature", "AAAA"),
						Ending.refused(Reason.MISMATCH)),
				Probe.of("WeChat Pay's probe, `WECHATPAY/SIGNTEST/...`",
						SIGNED.replace("Wechatpay-Signature", Vectors.text("signtest-signature.txt")),
						Ending.refused(Reason.PROBE)),
				stale(-301, "301 s old"), stale(-900, "15 min old"), stale(301, "301 s ahead"));
	}

	private static Probe stale(long difference, String variant) {
		return Probe.of("Signed too far from the local clock", signedAt(difference), Ending.refused(Reason.STALE))
			.variant(variant);
	}

	private static Stream<Probe> malformed() {
		Ending ending = Ending.refused(Reason.MALFORMED);
		Stream<Probe> missing = HEADERS.stream()
			.map((name) -> Probe.of("Signature header missing", SIGNED.without(name), ending)
				.variant("`" + name + "`"));
		Stream<Probe> doubled = HEADERS.stream()
			.map((name) -> Probe.of("Signature header doubled", SIGNED.header(name, "0"), ending)
				.variant("`" + name + "`"));
		Stream<Probe> timestamps = Stream.of("yesterday", "-1554209980", "1554209980000", "1554209980.0", "")
			.map((value) -> Probe
				.of("Time stamp that is no number of seconds", SIGNED.replace("Wechatpay-Timestamp", value), ending)
				.variant(value.isEmpty() ? "empty" : "`" + value + "`"));
		Stream<Probe> others = Stream.of(
				Probe.of("Signature that is not Base64", SIGNED.replace("Wechatpay-Signature", "%%%"), ending),
				Probe.of("Serial number that is none", SIGNED.replace("Wechatpay-Serial", "../../etc/passwd"), ending));
		return Stream.of(missing, doubled, timestamps, others).flatMap((probes) -> probes);
	}

	private static Stream<Probe> untrusted() {
		Ending ending = Ending.refused(Reason.UNKNOWN_SERIAL);
		String other = "0A57F09EFDC096DE15EBE81A47057A7232F1B8E2";
		return Stream.of(
				Probe.of("Signed with a key that is not trusted",
						ProbeResponse.of(204).signed(other, "platform-next-private.pem", ProbeResponse.NOW), ending),
				Probe.of("Signed with an expired certificate while another is valid",
						ProbeResponse.of(204).signedAt(Instant.parse("2049-07-01T00:00:00Z").getEpochSecond()), ending)
					.with(SignatureProbes::afterTheFirstHasExpired),
				Probe
					.of("Unknown key, and its look-up fails",
							ProbeResponse.of(204).signed(other, "platform-next-private.pem", ProbeResponse.NOW), ending)
					.with((setup) -> setup.platformKeys = FailingKeys.onFind(setup.platformKeys)),
				Probe.of("Error response signed with a key that is not trusted",
						ProbeResponse.json(404, "{\"code\":\"ORDER_NOT_EXIST\"}")
							.signed(other, "platform-next-private.pem", ProbeResponse.NOW),
						ending),
				Probe
					.of("Any verified success but 204", ProbeResponse.json(200, "{}").signed(),
							Ending.unknown(SignatureStatus.VERIFIED))
					.variant("200"),
				Probe
					.of("Any verified success but 204", ProbeResponse.json(201, "{}").signed(),
							Ending.unknown(SignatureStatus.VERIFIED))
					.variant("201"),
				Probe
					.of("Any verified success but 204", ProbeResponse.json(202, "{\"code\":\"USERPAYING\"}").signed(),
							Ending.unknown(SignatureStatus.VERIFIED))
					.variant("202"));
	}

	private static void afterTheFirstHasExpired(ProbeSetup setup) {
		setup.clock = InstantSource.fixed(Instant.parse("2049-07-01T00:00:00Z"));
		setup.platformKeys = PlatformKeys.certificates(
				List.of(Vectors.certificate("platform-cert.pem"), Vectors.certificate("platform-next-cert.pem")),
				setup.clock);
	}

}
