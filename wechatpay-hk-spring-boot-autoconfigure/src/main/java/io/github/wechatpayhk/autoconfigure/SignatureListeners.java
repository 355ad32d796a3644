package io.github.wechatpayhk.autoconfigure;

import io.github.wechatpayhk.signature.SignatureListener;

import org.springframework.beans.factory.ObjectProvider;

/**
 * All listeners of an application as one.
 */
final class SignatureListeners {

	private SignatureListeners() {
	}

	static SignatureListener of(ObjectProvider<SignatureListener> listeners) {
		return listeners.orderedStream().reduce(SignatureListener::andThen).orElseGet(SignatureListener::none);
	}

}
