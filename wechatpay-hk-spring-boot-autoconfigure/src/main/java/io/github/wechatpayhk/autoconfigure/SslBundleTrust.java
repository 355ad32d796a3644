package io.github.wechatpayhk.autoconfigure;

import java.time.Duration;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLException;

import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkConfigurationException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/**
 * Lets a connection trust the certificate authorities of an SSL bundle in place of those
 * of the JDK. Host names are verified as ever.
 */
final class SslBundleTrust implements UnaryOperator<HttpClient> {

	private static final String PROPERTY = "http.ssl-bundle";

	private static final String ACTION = "Set it to the name of a bundle below 'spring.ssl.bundle' whose trust store "
			+ "holds the certificate authority of the proxy, or remove it.";

	private final SslContext sslContext;

	private final Duration handshakeTimeout;

	private SslBundleTrust(SslContext sslContext, Duration handshakeTimeout) {
		this.sslContext = sslContext;
		this.handshakeTimeout = handshakeTimeout;
	}

	static SslBundleTrust of(String bundle, SslBundles sslBundles, Duration handshakeTimeout) {
		try {
			return new SslBundleTrust(SslContextBuilder.forClient()
				.trustManager(sslBundles.getBundle(bundle).getManagers().getTrustManagerFactory())
				.build(), handshakeTimeout);
		}
		catch (NoSuchSslBundleException ex) {
			throw WechatPayHkConfigurationException.of(PROPERTY, bundle, "There is no SSL bundle of this name", ACTION,
					ex);
		}
		catch (SSLException | IllegalStateException ex) {
			throw WechatPayHkConfigurationException.of(PROPERTY, bundle, "It is a bundle that cannot be read", ACTION,
					ex);
		}
	}

	@Override
	public HttpClient apply(HttpClient client) {
		return client.secure((ssl) -> ssl.sslContext(this.sslContext).handshakeTimeout(this.handshakeTimeout));
	}

}
