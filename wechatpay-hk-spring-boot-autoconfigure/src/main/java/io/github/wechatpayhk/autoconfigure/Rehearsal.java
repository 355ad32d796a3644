package io.github.wechatpayhk.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * A reversal in memory: loads the classes of signing, verification, JSON and
 * {@code WebClient}. It has keys of its own, as the merchant's may be in a vault, and
 * sends nothing.
 */
final class Rehearsal {

	private static final SerialNumber MERCHANT_SERIAL = SerialNumber.of("0".repeat(39) + '1');

	private static final String PUBLIC_KEY_ID = "PUB_KEY_ID_0000000000000000000000000000000001";

	private static final String NONCE = "0".repeat(32);

	private Rehearsal() {
	}

	/**
	 * Rehearse once per subscription.
	 */
	static Mono<Void> of(WechatPayHkConnector connector, SignatureProvider signatureProvider) {
		return Mono.fromCallable(Rehearsal::keys)
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap((keys) -> ReverseOrderService.create(client(keys, connector, signatureProvider)).reverse("1"));
	}

	private static KeyPair keys() throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		return generator.generateKeyPair();
	}

	private static WechatPayHkClient client(KeyPair keys, WechatPayHkConnector connector,
			SignatureProvider signatureProvider) {
		return WechatPayHkClient
			.builder(MerchantIds.direct("1900000000"),
					new MerchantCredential(MERCHANT_SERIAL, Signer.rsa(keys.getPrivate())),
					PlatformKeys.publicKey(SerialNumber.of(PUBLIC_KEY_ID), keys.getPublic()))
			.connector(connector)
			.signatureProvider(signatureProvider)
			.signingScheduler(Schedulers.immediate())
			.exchangeFunction((request) -> Mono.fromCallable(() -> success(keys)))
			.build();
	}

	private static ClientResponse success(KeyPair keys) throws GeneralSecurityException {
		String timestamp = String.valueOf(Instant.now().getEpochSecond());
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initSign(keys.getPrivate());
		signature.update((timestamp + '\n' + NONCE + "\n\n").getBytes(StandardCharsets.US_ASCII));
		return ClientResponse.create(HttpStatus.NO_CONTENT)
			.header("Wechatpay-Serial", PUBLIC_KEY_ID)
			.header("Wechatpay-Timestamp", timestamp)
			.header("Wechatpay-Nonce", NONCE)
			.header("Wechatpay-Signature", Base64.getEncoder().encodeToString(signature.sign()))
			.build();
	}

}
