package io.github.wechatpayhk.wire;

import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.JettyClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.eclipse.jetty.client.HttpClient;

/**
 * Every connector that Spring has, none of which follows redirects. They live as long as
 * the test run.
 */
public enum Connector {

	/**
	 * The one made for this purpose.
	 */
	OURS(WechatPayHkConnector.create(ConnectionSettings.defaults()).forCalls()),

	/**
	 * Reactor Netty as it comes.
	 */
	REACTOR(new ReactorClientHttpConnector()),

	/**
	 * The client of the JDK.
	 */
	JDK(new JdkClientHttpConnector()),

	/**
	 * Jetty.
	 */
	JETTY(new JettyClientHttpConnector(jetty())),

	/**
	 * Apache HttpComponents.
	 */
	HTTP_COMPONENTS(new HttpComponentsClientHttpConnector(HttpAsyncClients.custom()
		.setDefaultRequestConfig(RequestConfig.custom().setRedirectsEnabled(false).build())
		.build()));

	private final ClientHttpConnector connector;

	Connector(ClientHttpConnector connector) {
		this.connector = connector;
	}

	private static HttpClient jetty() {
		HttpClient client = new HttpClient();
		client.setFollowRedirects(false);
		return client;
	}

	/**
	 * Return the connector.
	 * @return the connector
	 */
	public ClientHttpConnector get() {
		return this.connector;
	}

}
