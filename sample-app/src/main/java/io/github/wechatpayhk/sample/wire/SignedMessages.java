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
	MerchantCredential merchantCredential(WechatPayHkConnectionDetails details, WireJournal journal,
			AttemptNumbers attempts) {
		MerchantCredential credential = details.getMerchant().getCredential();
		return MerchantCredential.changing(() -> watched(credential.present(), journal, attempts));
	}

	private static MerchantCredential watched(MerchantCredential credential, WireJournal journal,
			AttemptNumbers attempts) {
		Signer signer = credential.signer();
		String serialNumber = credential.serialNumber().toString();
		return new MerchantCredential(credential.serialNumber(), (message) -> Mono.deferContextual((context) -> {
			WireExchange exchange = context.getOrDefault(WireRecorder.EXCHANGE, null);
			if (exchange != null) {
				String text = new String(message, StandardCharsets.UTF_8);
				journal.change(exchange,
						(known) -> subject(known, text, attempts).withSigned(signed(text, serialNumber)));
			}
			return signer.sign(message);
		}));
	}

	/**
	 * An order that is not in the path is in the body.
	 */
	private static WireExchange subject(WireExchange exchange, String text, AttemptNumbers attempts) {
		String order = RequestSubject.outTradeNo(text);
		return (exchange.outTradeNo() != null || order == null) ? exchange
				: exchange.about(order, attempts.next(exchange.operation(), order));
	}

	private static WireExchange.SignedText signed(String text, String serialNumber) {
		String nonce = text.split("\n", 5)[3];
		return new WireExchange.SignedText(Secrets.mask(text), nonce, serialNumber);
	}

}
