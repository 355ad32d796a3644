package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.regex.Pattern;

import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.error.WechatPayHkUnknownOutcomeException;
import org.jspecify.annotations.Nullable;

/**
 * The one line in the log that tells of a call: pairs of key and value, for operators and
 * machines. What came from outside cannot break the line or forge a pair.
 */
final class CallRecord {

	private static final Pattern PLAIN = Pattern.compile("[\\w.:/+@|*-]+");

	private static final Pattern BREAKING = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

	private static final int LONGEST = 1000;

	private final StringBuilder text;

	private CallRecord(String title) {
		this.text = new StringBuilder(title);
	}

	static CallRecord of(String title, CallingMerchant merchant, WechatPayHkCall call) {
		return new CallRecord(title).add("operation", call.operation())
			.add("order", call.subject())
			.add("merchant", merchant.name())
			.add("mchid", merchant.mchid());
	}

	/**
	 * Add what the call failed with: its last response, whatever an earlier one was.
	 */
	CallRecord failure(WechatPayHkException error) {
		WechatPayHkException last = (error instanceof WechatPayHkUnknownOutcomeException unknown) ? unknown.last()
				: error;
		if (last instanceof WechatPayHkApiException response) {
			add("status", response.status());
			add("code", response.code());
		}
		else if (last instanceof WechatPayHkSignatureException response) {
			add("status", response.status());
			add("reason", response.reason());
		}
		return add("signature", last.signatureStatus()).add("requestId", error.requestId());
	}

	CallRecord end(Object outcome, int attempts, Duration took) {
		return add("outcome", outcome).add("attempts", attempts).add("tookMillis", took.toMillis());
	}

	CallRecord add(String key, @Nullable Object value) {
		if (value != null) {
			this.text.append(' ').append(key).append('=').append(quoted(value.toString()));
		}
		return this;
	}

	private static String quoted(String value) {
		if (value.length() <= LONGEST && PLAIN.matcher(value).matches()) {
			return value;
		}
		String printable = BREAKING.matcher(value.substring(0, Math.min(value.length(), LONGEST))).replaceAll(" ");
		return '"' + printable.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
