package io.github.wechatpayhk.documentation.restoftheapi;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;

import javax.crypto.Cipher;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.signature.SerialNumber;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Service;

/**
 * An institution adds a sub-merchant: a body with encrypted fields.
 */
@Service
class SubMerchants {

	private final WechatPayHkClient client;

	SubMerchants(WechatPayHkClient client) {
		this.client = client;
	}

	Mono<JsonNode> add(String name, String contact) {
		return this.client.platformKeys()
			.preferred()
			.flatMap((serialNumber) -> this.client.platformKeys()
				.find(serialNumber)
				.flatMap((key) -> add(name, encrypted(contact, key), serialNumber)));
	}

	private Mono<JsonNode> add(String name, String contact, SerialNumber serialNumber) {
		return this.client.webClient()
			.post()
			.uri("v3/merchants")
			.header("Wechatpay-Serial", serialNumber.toString())
			.bodyValue(Map.of("sp_mchid", "1900000100", "name", name, "contact", Map.of("name", contact)))
			.retrieve()
			.bodyToMono(JsonNode.class);
	}

	private static String encrypted(String text, PublicKey key) {
		try {
			Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
			cipher.init(Cipher.ENCRYPT_MODE, key);
			return Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
