package io.github.wechatpayhk.webclient;

import io.github.wechatpayhk.error.SignatureStatus;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.support.HttpRequestWrapper;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * The request behind a response whose signature was checked. It carries the result of the
 * check to the reader of the response, through filters that copy the response, and no
 * header can imitate it.
 */
final class CheckedRequest extends HttpRequestWrapper {

	private final SignatureStatus signatureStatus;

	CheckedRequest(HttpRequest request, SignatureStatus signatureStatus) {
		super(request);
		this.signatureStatus = signatureStatus;
	}

	/**
	 * Return the result of the check.
	 * @param response the response
	 * @return the result, {@link SignatureStatus#ABSENT} if the response was not checked
	 */
	static SignatureStatus signatureStatus(ClientResponse response) {
		return (response.request() instanceof CheckedRequest checked) ? checked.signatureStatus
				: SignatureStatus.ABSENT;
	}

	static boolean isVerified(ClientResponse response) {
		return signatureStatus(response) == SignatureStatus.VERIFIED;
	}

}
