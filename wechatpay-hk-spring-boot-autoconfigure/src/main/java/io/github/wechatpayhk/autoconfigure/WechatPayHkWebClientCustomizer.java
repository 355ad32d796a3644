package io.github.wechatpayhk.autoconfigure;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Adds to the {@link WebClient} that calls WeChat Pay, for instance a filter that counts.
 * Beans of this type are applied in their order, before signing and verifying are added:
 * a filter sees only verified responses. Connector and codecs cannot be changed here, as
 * they decide what is signed.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WechatPayHkWebClientCustomizer {

	/**
	 * Customize the client.
	 * @param builder builds the client
	 */
	void customize(WebClient.Builder builder);

}
