package io.github.wechatpayhk.documentation.restoftheapi;

import java.security.GeneralSecurityException;
import java.time.InstantSource;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.signature.ResponseVerifier;
import io.github.wechatpayhk.signature.SignedResponse;
import io.github.wechatpayhk.trust.AeadDecryptor;
import io.github.wechatpayhk.trust.ApiV3Key;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Receives notifications of payments and refunds.
 */
@RestController
class NotificationController {

	private final JsonMapper jsonMapper = JsonMapper.builder().build();

	private final ResponseVerifier verifier;

	private final AeadDecryptor decryptor;

	private final PaidOrders paidOrders;

	NotificationController(WechatPayHkClient client, @Value("${shop.api-v3-key}") String apiV3Key,
			PaidOrders paidOrders) {
		this.verifier = ResponseVerifier.create(client.platformKeys()::find, InstantSource.system());
		this.decryptor = AeadDecryptor.create(ApiV3Key.of(apiV3Key));
		this.paidOrders = paidOrders;
	}

	@PostMapping("/wechatpay/notify")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void receive(@RequestHeader HttpHeaders headers, @RequestBody byte[] body) throws GeneralSecurityException {
		this.verifier
			.verify(new SignedResponse("POST", "/wechatpay/notify", 200, (name) -> headers.getOrEmpty(name), body))
			.block();
		JsonNode resource = this.jsonMapper.readTree(body).get("resource");
		JsonNode associatedData = resource.get("associated_data");
		byte[] plaintext = this.decryptor.decrypt(resource.get("nonce").asString(),
				(associatedData != null) ? associatedData.asString() : null, resource.get("ciphertext").asString());
		this.paidOrders.paid(this.jsonMapper.readTree(plaintext).get("out_trade_no").asString());
	}

	@ExceptionHandler({ WechatPayHkSignatureException.class, GeneralSecurityException.class })
	@ResponseStatus(HttpStatus.UNAUTHORIZED)
	void refuse() {
	}

	/**
	 * The shop's book. A notification may come twice.
	 */
	interface PaidOrders {

		/**
		 * Note that an order may be paid, for a query to confirm.
		 * @param outTradeNo the order
		 */
		void paid(String outTradeNo);

	}

}
