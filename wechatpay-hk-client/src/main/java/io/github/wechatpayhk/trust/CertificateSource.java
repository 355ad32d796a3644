package io.github.wechatpayhk.trust;

import io.github.wechatpayhk.signature.SignedResponse;
import reactor.core.publisher.Mono;

/**
 * Asks WeChat Pay for the platform certificates of a merchant (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#platform-certificates">protocol</a>).
 * The response need not be verified: that is done with the keys that it carries.
 * <p>
 * Implementations must be safe for concurrent use and must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CertificateSource {

	/**
	 * Ask once per subscription.
	 * @return the response as it was received, whatever its status
	 */
	Mono<SignedResponse> download();

}
