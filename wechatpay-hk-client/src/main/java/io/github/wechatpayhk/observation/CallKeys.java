package io.github.wechatpayhk.observation;

import java.util.Locale;

import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkUnknownOutcomeException;
import io.github.wechatpayhk.observation.WechatPayHkCallObservation.AttemptKeys;
import io.github.wechatpayhk.observation.WechatPayHkCallObservation.HighCardinality;
import io.github.wechatpayhk.observation.WechatPayHkCallObservation.LowCardinality;
import io.github.wechatpayhk.resilience.WechatPayHkCallObserver.ObservedCall;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The keys of observations as {@link WechatPayHkCallObservation} names them.
 */
final class CallKeys {

	private static final String NONE = KnownCode.NONE;

	private static final int MOST_ATTEMPTS = 10;

	private CallKeys() {
	}

	static String contextualName(WechatPayHkCallContext context) {
		String operation = "wechatpay " + operation(context);
		return (context.getAttempt() != null) ? operation + " attempt" : operation;
	}

	static KeyValues lowCardinality(WechatPayHkCallContext context) {
		ObservedCall.End end = context.getEnd();
		KeyValues keyValues = KeyValues.of(LowCardinality.OPERATION.withValue(operation(context)),
				LowCardinality.GENERATION.withValue(lower(context.getMerchant().generation())),
				LowCardinality.MERCHANT.withValue(context.getMerchant().name()),
				LowCardinality.OUTCOME.withValue(outcome(end)), LowCardinality.CODE.withValue(code(end)),
				LowCardinality.SIGNATURE.withValue(signature(end)));
		Integer attempt = context.getAttempt();
		return (attempt != null) ? keyValues.and(AttemptKeys.ATTEMPT.withValue(number(attempt))) : keyValues;
	}

	static KeyValues highCardinality(WechatPayHkCallContext context) {
		KeyValues keyValues = KeyValues.of(HighCardinality.ORDER.withValue(context.getCall().subject()),
				HighCardinality.MCHID.withValue(context.getMerchant().mchid()));
		ObservedCall.End end = context.getEnd();
		if (end == null) {
			return keyValues;
		}
		String requestId = end.requestId();
		if (requestId != null) {
			keyValues = keyValues.and(HighCardinality.REQUEST_ID.withValue(requestId));
		}
		if (context.getAttempt() == null) {
			keyValues = keyValues.and(HighCardinality.ATTEMPTS.withValue(String.valueOf(end.attempts())));
		}
		return end.isCancelled() ? keyValues.and(HighCardinality.CANCELLED.withValue("true")) : keyValues;
	}

	private static String operation(WechatPayHkCallContext context) {
		return lower(context.getCall().operation());
	}

	private static String number(int attempt) {
		return (attempt < MOST_ATTEMPTS) ? String.valueOf(attempt) : MOST_ATTEMPTS + "+";
	}

	private static String outcome(ObservedCall.@Nullable End end) {
		if (end == null) {
			return NONE;
		}
		return (end.outcome() != null) ? lower(end.outcome()) : "completed";
	}

	private static String code(ObservedCall.@Nullable End end) {
		return (end != null && last(end.error()) instanceof WechatPayHkApiException response) ? KnownCode.of(response)
				: NONE;
	}

	private static String signature(ObservedCall.@Nullable End end) {
		if (end == null || end.isCancelled()) {
			return NONE;
		}
		if (end.outcome() == null) {
			return lower(SignatureStatus.VERIFIED);
		}
		return (end.error() instanceof WechatPayHkException known) ? lower(known.signatureStatus()) : NONE;
	}

	private static @Nullable Throwable last(@Nullable Throwable error) {
		return (error instanceof WechatPayHkUnknownOutcomeException unknown) ? unknown.last() : error;
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
