package io.github.wechatpayhk.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

/**
 * A property of {@code wechatpay.hk} is missing or wrong. Stops the start of the
 * application with a report; never holds a secret.
 *
 * @since 0.1.0
 */
public final class WechatPayHkConfigurationException extends RuntimeException {

	static final String PREFIX = "wechatpay.hk.";

	private static final long serialVersionUID = 1L;

	/** The name of the property, as the user wrote it. */
	private final String property;

	/** The shape of its value. */
	private final @Nullable String value;

	/** What is wrong. */
	private final String reason;

	/** How to fix it. */
	private final String action;

	private WechatPayHkConfigurationException(String property, @Nullable String value, String reason, String action,
			@Nullable Throwable cause) {
		super("Property '" + property + "': " + reason, cause);
		this.property = property;
		this.value = value;
		this.reason = reason;
		this.action = action;
	}

	/**
	 * Report a property.
	 * @param property its name without the prefix
	 * @param value its value, or {@code null} if it has none
	 * @param reason what is wrong
	 * @param action what to do
	 * @return the exception
	 */
	public static WechatPayHkConfigurationException of(String property, @Nullable String value, String reason,
			String action) {
		return of(property, value, reason, action, null);
	}

	/**
	 * Report a property.
	 * @param property its name without the prefix
	 * @param value its value, or {@code null} if it has none
	 * @param reason what is wrong
	 * @param action what to do
	 * @param cause what it was found by, or {@code null}
	 * @return the exception
	 */
	public static WechatPayHkConfigurationException of(String property, @Nullable String value, String reason,
			String action, @Nullable Throwable cause) {
		return new WechatPayHkConfigurationException(PREFIX + property, value, reason, action, cause);
	}

	/**
	 * Return the property to change.
	 * @return its canonical name
	 */
	public String property() {
		return this.property;
	}

	/**
	 * Return what can be told about the value of the property.
	 * @return the value, or for what may be a secret its shape; {@code null} if it is not
	 * set
	 */
	public @Nullable String value() {
		return this.value;
	}

	/**
	 * Return what is wrong.
	 * @return a sentence without full stop
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Return how to fix it.
	 * @return a sentence or more
	 */
	public String action() {
		return this.action;
	}

}
