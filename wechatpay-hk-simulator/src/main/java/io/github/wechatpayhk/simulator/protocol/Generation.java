package io.github.wechatpayhk.simulator.protocol;

/**
 * The two generations of the API, which differ in their paths.
 *
 * @since 0.1.0
 */
public enum Generation {

	/**
	 * The paths below {@code /hk/v3}.
	 */
	HK("/hk/v3"),

	/**
	 * The paths below {@code /v3/global}.
	 */
	GLOBAL("/v3/global");

	private final String prefix;

	Generation(String prefix) {
		this.prefix = prefix;
	}

	/**
	 * Return what every path of this generation begins with.
	 * @return the prefix, without a slash at its end
	 */
	public String prefix() {
		return this.prefix;
	}

}
