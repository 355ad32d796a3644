package io.github.wechatpayhk.observation;

import java.util.Set;

import io.github.wechatpayhk.error.WechatPayHkApiException;

/**
 * The error codes that become tags (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#status-and-code">protocol</a>).
 * Any other one counts as {@code OTHER}: a code comes from outside, and each new value of
 * a tag would make a new time series.
 */
final class KnownCode {

	static final String NONE = "none";

	private static final String OTHER = "OTHER";

	private static final Set<String> CODES = Set.of("ACCOUNTERROR", "APPIDMCHIDNOTMATCH", "AUTHCODEEXPIRE",
			"AUTHCODEINVALID", "BANKERROR", "FREQUENCYLIMITED", "FREQUENCYLIMITEXCEED", "INVALIDREQUEST",
			"MCHNOTEXISTS", "NOAUTH", "NOTENOUGH", "NOTFOUND", "ORDERCLOSED", "ORDERNOTEXIST", "ORDERPAID",
			"ORDERREVERSED", "OUTTRADENOUSED", "PARAMERROR", "RATELIMITED", "RATELIMITEXCEEDED", "REFUNDNOTEXISTS",
			"RESOURCENOTEXISTS", "RULELIMIT", "SIGNERROR", "SYSTEMERROR", "TRADEERROR", "USERPAYING");

	private KnownCode() {
	}

	static String of(WechatPayHkApiException error) {
		if (error.code() == null) {
			return NONE;
		}
		return CODES.stream().filter(error::hasCode).findFirst().orElse(OTHER);
	}

}
