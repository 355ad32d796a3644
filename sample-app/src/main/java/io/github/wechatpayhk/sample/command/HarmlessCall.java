package io.github.wechatpayhk.sample.command;

/**
 * The calls that change nothing. In lower case, as they are written on the command line.
 */
enum HarmlessCall {

	/**
	 * Asks for an order that does not exist: 404 is the good response.
	 */
	query("a query of a random order number, for which 404 is the good response"),

	/**
	 * Asks for the platform certificates.
	 */
	certificates("a download of the list of platform certificates");

	final String description;

	HarmlessCall(String description) {
		this.description = description;
	}

}
