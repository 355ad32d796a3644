package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A prepaid session as apps pass it on, the id alone. Pages and mini programs pass a
 * {@link PrepayPackage} on.
 *
 * @param value the id
 * @since 0.1.0
 */
public record PrepayId(@JsonValue String value) {

	/**
	 * Create the id.
	 * @param value the id
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public PrepayId {
	}

}
