package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A prepaid session as pages and mini programs pass it on, {@code prepay_id=} and the id.
 * An app passes a {@link PrepayId} on.
 *
 * @param value the text
 * @since 0.1.0
 */
public record PrepayPackage(@JsonValue String value) {

	/**
	 * Create the text from what was serialized.
	 * @param value the text
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public PrepayPackage {
	}

	static PrepayPackage of(String prepayId) {
		return new PrepayPackage("prepay_id=" + prepayId);
	}

}
