package io.github.wechatpayhk.error;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The {@code sign_information} that WeChat Pay adds to the refusal of a signature: the
 * message that WeChat Pay verified the signature against. Compare it with the message
 * that was signed.
 *
 * @param method the HTTP method of the message
 * @param url the request target of the message
 * @param truncatedMessage the begin of the message, each LF written as {@code \n}, a
 * payer's code as {@code ***}
 * @since 0.1.0
 */
public record SignInformation(@Nullable String method, @Nullable String url, @Nullable String truncatedMessage) {

	private static final int LONGEST_METHOD = 16;

	private static final int LONGEST_TEXT = 512;

	private static final Pattern PAYER_CODE = Pattern.compile("(?<![0-9])1[0-5][0-9]{16}(?![0-9])");

	/**
	 * Create the information. The method is cut at 16 characters, the other texts at 512.
	 * @param method the HTTP method of the message
	 * @param url the request target of the message
	 * @param truncatedMessage the begin of the message
	 */
	public SignInformation {
		method = ForeignText.clean(method, LONGEST_METHOD);
		url = ForeignText.clean(url, LONGEST_TEXT);
		truncatedMessage = withoutPayerCode(ForeignText.cleanLines(truncatedMessage, LONGEST_TEXT));
	}

	private static @Nullable String withoutPayerCode(@Nullable String text) {
		return (text != null) ? PAYER_CODE.matcher(text).replaceAll("***") : null;
	}

}
