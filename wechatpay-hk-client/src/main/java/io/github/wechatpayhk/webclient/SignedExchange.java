package io.github.wechatpayhk.webclient;

import java.util.Map;

/**
 * What a request can say about its exchange, by a request attribute.
 *
 * @since 0.1.0
 */
public final class SignedExchange {

	/**
	 * The attribute by which an operation admits a verified 202 as its response. Set to
	 * {@code true}, it is handed on like 200 and 204 instead of becoming an exception.
	 * For Quick Pay, whose payer may still be typing a password (<a href=
	 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#operations-and-paths">protocol</a>);
	 * a reversal must not set it. On declared interfaces:
	 * {@code @RequestAttribute(SignedExchange.ADMITS_ACCEPTED) boolean admitsAccepted}.
	 */
	public static final String ADMITS_ACCEPTED = "io.github.wechatpayhk.admitsAccepted";

	private SignedExchange() {
	}

	/**
	 * Admit a verified 202 as a response:
	 * {@code post().uri(..).attributes(SignedExchange::admitAccepted)}.
	 * @param attributes the attributes of the request
	 */
	public static void admitAccepted(Map<String, Object> attributes) {
		attributes.put(ADMITS_ACCEPTED, true);
	}

	/**
	 * Tell whether a request admits a verified 202 as its response.
	 * @param attributes the attributes of the request
	 * @return whether {@link #ADMITS_ACCEPTED} is set to {@code true}
	 */
	public static boolean admitsAccepted(Map<String, Object> attributes) {
		return Boolean.TRUE.equals(attributes.get(ADMITS_ACCEPTED));
	}

}
