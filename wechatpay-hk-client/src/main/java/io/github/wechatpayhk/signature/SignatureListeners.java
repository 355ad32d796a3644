package io.github.wechatpayhk.signature;

import java.time.Duration;

/**
 * Two listeners as one.
 *
 * @param one told first
 * @param other told second
 */
record SignatureListeners(SignatureListener one, SignatureListener other) implements SignatureListener {

	static final SignatureListener NONE = new SignatureListener() {
	};

	@Override
	public void signed(Duration waited, Duration took) {
		this.one.signed(waited, took);
		this.other.signed(waited, took);
	}

	@Override
	public void verified(Duration took, boolean isGenuine) {
		this.one.verified(took, isGenuine);
		this.other.verified(took, isGenuine);
	}

	@Override
	public void dated(Duration skew) {
		this.one.dated(skew);
		this.other.dated(skew);
	}

	@Override
	public void unexpectedResponse() {
		this.one.unexpectedResponse();
		this.other.unexpectedResponse();
	}

}
