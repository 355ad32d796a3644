package io.github.wechatpayhk.simulator.signature;

import java.util.List;

/**
 * Says why a request's signature was refused.
 *
 * @since 0.1.0
 */
public final class SignatureRefusal extends RuntimeException {

	/**
	 * The lines that should have been signed.
	 */
	private final List<String> expectedMessage;

	/**
	 * What the signature would have fitted.
	 */
	private final List<String> hints;

	SignatureRefusal(String issue) {
		this(issue, List.of(), List.of());
	}

	SignatureRefusal(String issue, List<String> expectedMessage, List<String> hints) {
		super(issue);
		this.expectedMessage = List.copyOf(expectedMessage);
		this.hints = List.copyOf(hints);
	}

	/**
	 * Return the message that should have been signed.
	 * @return its lines without their line feeds; empty when the request did not get so
	 * far
	 */
	public List<String> expectedMessage() {
		return this.expectedMessage;
	}

	/**
	 * Return what the signature would have fitted instead.
	 * @return sentences, possibly none
	 */
	public List<String> hints() {
		return this.hints;
	}

}
