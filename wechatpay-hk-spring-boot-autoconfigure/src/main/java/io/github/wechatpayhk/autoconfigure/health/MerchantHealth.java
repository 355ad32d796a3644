package io.github.wechatpayhk.autoconfigure.health;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.autoconfigure.HeldMerchants.HeldMerchant;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;

/**
 * The keys of one merchant at one moment.
 *
 * @param isKnown whether there is a key to verify with, or it is certain that there is
 * none: certificates that nobody has needed yet were not downloaded either
 * @param problems what keeps calls from succeeding, in words
 * @param details what there is
 */
record MerchantHealth(boolean isKnown, List<String> problems, Map<String, Object> details) {

	static MerchantHealth of(HeldMerchant merchant, Duration maxTrustAge, Instant now) {
		List<String> problems = new ArrayList<>();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("mchid", merchant.mchid());
		details.put("serialNumber", merchant.serialNumber().toString());
		addCertificate(merchant, now, problems, details);
		TrustState trust = merchant.trust();
		boolean isUsable = trust.isUsable(now);
		addTrust(merchant, trust, maxTrustAge, now, problems, details);
		boolean isKnown = isUsable || trust.isFailing() || !trust.keys().isEmpty();
		return new MerchantHealth(isKnown, problems, details);
	}

	private static void addCertificate(HeldMerchant merchant, Instant now, List<String> problems,
			Map<String, Object> details) {
		X509Certificate certificate = merchant.certificate();
		if (certificate == null) {
			return;
		}
		Instant end = certificate.getNotAfter().toInstant();
		details.put("certificateExpires", end.toString());
		if (!SerialNumber.of(certificate).equals(merchant.serialNumber())) {
			problems.add(of(merchant) + "signs under the serial number " + merchant.serialNumber()
					+ ", but its API certificate has " + SerialNumber.of(certificate));
		}
		if (now.isAfter(end)) {
			problems.add(of(merchant) + "its API certificate has expired at " + end
					+ ": request a new one on the merchant platform");
		}
		else if (now.isBefore(certificate.getNotBefore().toInstant())) {
			problems.add(of(merchant) + "its API certificate is not valid before "
					+ certificate.getNotBefore().toInstant() + ": check the local clock");
		}
	}

	private static void addTrust(HeldMerchant merchant, TrustState trust, Duration maxAge, Instant now,
			List<String> problems, Map<String, Object> details) {
		details.put("platformKeys", trust.keys().stream().map((key) -> describe(key, now)).toList());
		Instant refreshedAt = trust.refreshedAt();
		if (refreshedAt != null) {
			details.put("refreshed", refreshedAt.toString());
		}
		TrustState.Failure failure = trust.lastFailure();
		String cause = (failure != null && trust.isFailing()) ? ": " + failure.problem() : "";
		if (!trust.isUsable(now)) {
			if (!trust.keys().isEmpty()) {
				problems.add(of(merchant) + "all keys of WeChat Pay have expired" + cause);
			}
			else if (trust.isFailing()) {
				problems.add(of(merchant) + "no platform certificates, as their download failed" + cause);
			}
		}
		else if (trust.isFailing() && refreshedAt != null && Duration.between(refreshedAt, now).compareTo(maxAge) > 0) {
			problems.add(of(merchant) + "the platform certificates were not refreshed since " + refreshedAt + cause);
		}
	}

	private static Map<String, Object> describe(TrustState.TrustedKey key, Instant now) {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("serialNumber", key.serialNumber().toString());
		description.put("trusted", key.isTrusted(now));
		if (key.trustedUntil() != null) {
			description.put("trustedUntil", key.trustedUntil().toString());
		}
		return description;
	}

	private static String of(HeldMerchant merchant) {
		return "Merchant '" + merchant.name() + "': ";
	}

}
