package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How an order is paid. Open: a value that WeChat Pay adds one day is data, not an error.
 * Compare with {@code equals}.
 *
 * @param value the type as WeChat Pay spells it, up to 16 characters
 * @since 0.1.0
 */
public record TradeType(@JsonValue String value) {

	/** The payer scans a code that the shop shows. */
	public static final TradeType NATIVE = new TradeType("NATIVE");

	/** Inside WeChat: an official account or a mini-program. */
	public static final TradeType JSAPI = new TradeType("JSAPI");

	/** From the shop's app. */
	public static final TradeType APP = new TradeType("APP");

	/** From a mobile browser, also called H5. */
	public static final TradeType MWEB = new TradeType("MWEB");

	/** Quick Pay: the shop scans the code that the payer shows. */
	public static final TradeType MICROPAY = new TradeType("MICROPAY");

	/**
	 * Create a type.
	 * @param value the type as WeChat Pay spells it
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public TradeType {
	}

	@Override
	public String toString() {
		return this.value;
	}

}
