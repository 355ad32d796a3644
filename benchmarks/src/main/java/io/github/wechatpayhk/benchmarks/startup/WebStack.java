package io.github.wechatpayhk.benchmarks.startup;

/**
 * The kind of web application.
 */
enum WebStack {

	/**
	 * WebFlux on Reactor Netty.
	 */
	WEBFLUX("WebFlux", "webflux", "reactive"),

	/**
	 * Spring MVC on Tomcat.
	 */
	MVC("MVC", "webmvc", "servlet");

	private final String label;

	private final String jars;

	private final String type;

	WebStack(String label, String jars, String type) {
		this.label = label;
		this.jars = jars;
		this.type = type;
	}

	String label() {
		return this.label;
	}

	String jars() {
		return this.jars;
	}

	String type() {
		return this.type;
	}

}
