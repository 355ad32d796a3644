package io.github.wechatpayhk;

import java.time.InstantSource;
import java.util.function.Supplier;

import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.signature.SignatureListener;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Signs as a merchant whose key may change: each request has key and serial number of one
 * moment.
 *
 * @param merchant the merchant
 * @param clock gives the time stamps
 * @param nonces gives a new nonce for each request
 * @param scheduler where the signer is called
 * @param listener receives each signature
 */
record MerchantAuthorizer(Merchant merchant, InstantSource clock, Supplier<String> nonces, Scheduler scheduler,
		SignatureListener listener) implements RequestAuthorizer {

	@Override
	public Mono<String> authorize(String method, String target, byte[] body) {
		return Mono.defer(() -> {
			MerchantCredential present = this.merchant.credential().present();
			return RequestAuthorizer
				.create(this.merchant.ids().signer(), present.serialNumber(), present.signer(), this.clock, this.nonces,
						this.scheduler, this.listener)
				.authorize(method, target, body);
		});
	}

}
