package io.github.wechatpayhk.documentation.moving;

import java.net.URI;

import cn.felord.payment.PayException;
import cn.felord.payment.wechat.enumeration.WechatPayV3Type;
import cn.felord.payment.wechat.v3.WechatPayClient;

import org.springframework.http.RequestEntity;
import org.springframework.web.client.ResourceAccessException;

/**
 * A reversal with what {@code payment-spring-boot} has: it brings none of its own.
 * Compiled only, as that starter was made for Spring Boot 2 and does not run here.
 */
final class PaymentSpringBootReversals implements Reversals {

	private final WechatPayClient wechatPayClient;

	private final String baseUrl;

	PaymentSpringBootReversals(WechatPayClient wechatPayClient, String baseUrl) {
		this.wechatPayClient = wechatPayClient;
		this.baseUrl = baseUrl;
	}

	@Override
	public void reverse(String outTradeNo) {
		URI url = URI.create(this.baseUrl + "v3/transactions/out-trade-no/" + outTradeNo + "/reverse");
		this.wechatPayClient.withType(WechatPayV3Type.CLOSE, "{\"mchid\":\"1900000109\"}")
			.function((type, body) -> RequestEntity.post(url).header("Pay-TenantId", "hongkong").body(body))
			.request();
	}

	String tell(String outTradeNo) {
		try {
			reverse(outTradeNo);
			return "reversed";
		}
		catch (PayException ex) {
			boolean isRefusal = ex.getResponse() != null && ex.getResponse().getStatusCode().is4xxClientError();
			return isRefusal ? "refused, " + ex.getMessage() : "not known";
		}
		catch (ResourceAccessException ex) {
			return "not known";
		}
	}

}
