package io.github.wechatpayhk.benchmarks.startup;

/**
 * What the application has of ours.
 */
enum Variant {

	/**
	 * No jar of ours, nor any that the starter brings.
	 */
	EMPTY("empty", false, false),

	/**
	 * The starter on the class path, and nothing configured.
	 */
	UNUSED("starter, nothing configured", true, false),

	/**
	 * The starter with a key file and a public key.
	 */
	CONFIGURED("starter, configured", true, true);

	private final String label;

	private final boolean starter;

	private final boolean configured;

	Variant(String label, boolean starter, boolean configured) {
		this.label = label;
		this.starter = starter;
		this.configured = configured;
	}

	String label() {
		return this.label;
	}

	boolean hasStarter() {
		return this.starter;
	}

	boolean isConfigured() {
		return this.configured;
	}

}
