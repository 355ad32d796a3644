package io.github.wechatpayhk.benchmarks.startup;

import java.util.List;

/**
 * What the application has beside its web stack.
 */
enum Variant {

	/**
	 * Nothing.
	 */
	EMPTY("empty", List.of(), false, false),

	/**
	 * Spring Boot's starter for {@code WebClient}, and one client that is built: what any
	 * application pays that calls something with it.
	 */
	WEB_CLIENT("one WebClient", List.of("webclient"), true, false),

	/**
	 * The starter on the class path, and nothing configured.
	 */
	UNUSED("starter, nothing configured", List.of("webclient", "starter"), false, false),

	/**
	 * The starter with a key file and a public key.
	 */
	CONFIGURED("starter, configured", List.of("webclient", "starter"), false, true);

	private final String label;

	@SuppressWarnings("ImmutableEnumChecker")
	private final List<String> jars;

	private final boolean webClient;

	private final boolean configured;

	Variant(String label, List<String> jars, boolean webClient, boolean configured) {
		this.label = label;
		this.jars = jars;
		this.webClient = webClient;
		this.configured = configured;
	}

	String label() {
		return this.label;
	}

	/**
	 * Return the lists of the jars that it adds.
	 */
	List<String> jars() {
		return this.jars;
	}

	boolean buildsWebClient() {
		return this.webClient;
	}

	boolean isConfigured() {
		return this.configured;
	}

}
