package io.github.wechatpayhk.sample.wire;

import java.nio.charset.StandardCharsets;

import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.signature.Signer;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Looks over the signer's shoulder: the message that it gets is the one that counts. The
 * starter's credential yields to this one, which adds nothing but the look.
 */
@Configuration(proxyBeanMethods = false)
class SignedMessages {

	@Bean
	MerchantCredential merchantCredential(WechatPayHkConnectionDetails details, WireJournal journal) {
		MerchantCredential credential = details.getMerchant().getCredential();
		return MerchantCredential.changing(() -> watched(credential.present(), journal));
	}

	private static MerchantCredential watched(MerchantCredential credential, WireJournal journal) {
		Signer signer = credential.signer();
		String serialNumber = credential.serialNumber().toString();
		return new MerchantCredential(credential.serialNumber(), (message) -> Mono.deferContextual((context) -> {
			WireExchange exchange = context.getOrDefault(WireRecorder.EXCHANGE, null);
			if (exchange != null) {
				journal.change(exchange, (known) -> known.withSigned(signed(message, serialNumber)));
			}
			return signer.sign(message);
		}));
	}

	private static WireExchange.SignedText signed(byte[] message, String serialNumber) {
		String text = new String(message, StandardCharsets.UTF_8);
		String nonce = text.split("\n", 5)[3];
		return new WireExchange.SignedText(Secrets.mask(text), nonce, serialNumber);
	}

}
