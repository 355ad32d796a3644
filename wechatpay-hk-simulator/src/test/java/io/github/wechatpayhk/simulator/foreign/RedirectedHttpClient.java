package io.github.wechatpayhk.simulator.foreign;

import java.io.InputStream;
import java.net.URI;

import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.HttpResponse;

/**
 * Sends every request to another scheme, host and port, as the SDK asks one fixed address
 * for certificates.
 */
final class RedirectedHttpClient implements HttpClient {

	private final HttpClient delegate;

	private final URI base;

	RedirectedHttpClient(HttpClient delegate, URI base) {
		this.delegate = delegate;
		this.base = base;
	}

	@Override
	public <T> HttpResponse<T> execute(HttpRequest request, Class<T> responseType) {
		return this.delegate.execute(new HttpRequest.Builder().httpMethod(request.getHttpMethod())
			.url(this.base.resolve(request.getUrl().getFile()).toString())
			.headers(request.getHeaders())
			.body(request.getBody())
			.build(), responseType);
	}

	@Override
	public InputStream download(String url) {
		return this.delegate.download(this.base.resolve(URI.create(url).getRawPath()).toString());
	}

}
