package io.github.wechatpayhk.order;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.PlaceOrderService.PlacedOrder;
import reactor.core.publisher.Mono;

/**
 * Places orders and signs what the payer's device needs to start the payment (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#starting-a-payment-on-the-device-of-the-payer">protocol</a>).
 * The signature is computed by the signer that signs the orders.
 * <p>
 * Every {@link Mono} is cold. Each subscription signs anew, with a new nonce and the
 * present time. A payment that has expired is placed again first, with the same number
 * and the same body. An order of the wrong type, or a signer that fails, is a
 * {@link WechatPayHkRequestException}; a call that fails is exactly one
 * {@link WechatPayHkException}. Safe for concurrent use.
 *
 * <pre class="code">
 * startPaymentService.prepare(request).flatMap(startPaymentService::jsapi)
 * </pre>
 *
 * @since 0.1.0
 */
public interface StartPaymentService {

	/**
	 * Place an order. For an order of the type {@link TradeType#NATIVE} or
	 * {@link TradeType#MWEB} this is all: the URL is in {@link PreparedPayment#placed()}.
	 * @param request the order
	 * @return the payment that can be started
	 */
	Mono<PreparedPayment> prepare(PlaceOrderRequest request);

	/**
	 * Return a payment that can be started now, for a URL that is shown again for
	 * example.
	 * @param payment the payment
	 * @return the same payment, or one that was placed again if it has expired
	 */
	Mono<PreparedPayment> renew(PreparedPayment payment);

	/**
	 * Sign the start of a payment on a page inside WeChat.
	 * @param payment a payment of the type {@link TradeType#JSAPI}
	 * @return what the page needs
	 */
	Mono<JsapiParameters> jsapi(PreparedPayment payment);

	/**
	 * Sign the start of a payment in a mini program.
	 * @param payment a payment of the type {@link TradeType#JSAPI}, placed with the
	 * application id of the mini program
	 * @return what the mini program needs
	 */
	Mono<MiniProgramParameters> miniProgram(PreparedPayment payment);

	/**
	 * Sign the start of a payment in an app.
	 * @param payment a payment of the type {@link TradeType#APP}
	 * @return what the app needs
	 */
	Mono<AppParameters> app(PreparedPayment payment);

	/**
	 * Return a service whose orders are placed with one attempt per subscription.
	 * @param client whom it calls and as whom, and whose key signs
	 * @return the service
	 */
	static StartPaymentService create(WechatPayHkClient client) {
		return create(client, PlaceOrderService.create(client));
	}

	/**
	 * Return a service whose orders are placed by a service that may be decorated.
	 * @param client whose configuration holds, and whose key signs
	 * @param orders places the orders of the same merchant
	 * @return the service
	 */
	static StartPaymentService create(WechatPayHkClient client, PlaceOrderService orders) {
		return new SignedStartPaymentService(client, orders);
	}

	/**
	 * What a page inside WeChat hands to {@code WeixinJSBridge} to start a payment
	 * (<a href=
	 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#starting-a-payment-on-the-device-of-the-payer">protocol</a>).
	 * Serialized with Jackson, it has exactly the documented names. All values are texts.
	 * {@link #toString()} does not show the signature.
	 *
	 * @param appId the application of the page
	 * @param timeStamp Unix time in seconds
	 * @param nonceStr the nonce, at most 32 characters
	 * @param prepayPackage the prepaid session
	 * @param paySign the signature in Base64
	 */
	@JsonPropertyOrder({ "appId", "timeStamp", "nonceStr", "package", "signType", "paySign" })
	record JsapiParameters(@JsonProperty("appId") String appId, @JsonProperty("timeStamp") String timeStamp,
			@JsonProperty("nonceStr") String nonceStr, @JsonProperty("package") PrepayPackage prepayPackage,
			@JsonProperty("paySign") String paySign) {

		/**
		 * Return how the signature is computed.
		 * @return always {@code RSA}
		 */
		@JsonProperty("signType")
		public String signType() {
			return "RSA";
		}

		@Override
		public String toString() {
			return "JsapiParameters[appId=" + this.appId + ", timeStamp=" + this.timeStamp + ", nonceStr="
					+ this.nonceStr + ", prepayPackage=" + this.prepayPackage + ", paySign=***]";
		}

	}

	/**
	 * What a mini program hands to {@code wx.requestPayment} to start a payment (<a href=
	 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#starting-a-payment-on-the-device-of-the-payer">protocol</a>).
	 * Serialized with Jackson, it has exactly the documented names. All values are texts.
	 * {@link #toString()} does not show the signature.
	 *
	 * @param timeStamp Unix time in seconds
	 * @param nonceStr the nonce, at most 32 characters
	 * @param prepayPackage the prepaid session
	 * @param paySign the signature in Base64
	 */
	@JsonPropertyOrder({ "timeStamp", "nonceStr", "package", "signType", "paySign" })
	record MiniProgramParameters(@JsonProperty("timeStamp") String timeStamp, @JsonProperty("nonceStr") String nonceStr,
			@JsonProperty("package") PrepayPackage prepayPackage, @JsonProperty("paySign") String paySign) {

		/**
		 * Return how the signature is computed.
		 * @return always {@code RSA}
		 */
		@JsonProperty("signType")
		public String signType() {
			return "RSA";
		}

		@Override
		public String toString() {
			return "MiniProgramParameters[timeStamp=" + this.timeStamp + ", nonceStr=" + this.nonceStr
					+ ", prepayPackage=" + this.prepayPackage + ", paySign=***]";
		}

	}

	/**
	 * What an app hands to WeChat's SDK to start a payment (<a href=
	 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#starting-a-payment-on-the-device-of-the-payer">protocol</a>).
	 * Serialized with Jackson, it has exactly the documented names. All values are texts.
	 * {@link #toString()} does not show the signature.
	 *
	 * @param appid the application
	 * @param partnerid the number of the merchant that the application belongs to
	 * @param prepayid the prepaid session
	 * @param noncestr the nonce, at most 32 characters
	 * @param timestamp Unix time in seconds
	 * @param sign the signature in Base64
	 */
	@JsonPropertyOrder({ "appid", "partnerid", "prepayid", "package", "noncestr", "timestamp", "sign" })
	record AppParameters(@JsonProperty("appid") String appid, @JsonProperty("partnerid") String partnerid,
			@JsonProperty("prepayid") PrepayId prepayid, @JsonProperty("noncestr") String noncestr,
			@JsonProperty("timestamp") String timestamp, @JsonProperty("sign") String sign) {

		/**
		 * Return the fixed text that WeChat's SDK expects.
		 * @return always {@code Sign=WXPay}
		 */
		@JsonProperty("package")
		public String packageValue() {
			return "Sign=WXPay";
		}

		@Override
		public String toString() {
			return "AppParameters[appid=" + this.appid + ", partnerid=" + this.partnerid + ", prepayid=" + this.prepayid
					+ ", noncestr=" + this.noncestr + ", timestamp=" + this.timestamp + ", sign=***]";
		}

	}

	/**
	 * A prepaid session as apps pass it on, the id alone. Pages and mini programs pass a
	 * {@link PrepayPackage} on.
	 *
	 * @param value the id
	 */
	record PrepayId(@JsonValue String value) {

		/**
		 * Create the id.
		 * @param value the id
		 */
		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		public PrepayId {
		}

	}

	/**
	 * A prepaid session as pages and mini programs pass it on, {@code prepay_id=} and the
	 * id. An app passes a {@link PrepayId} on.
	 *
	 * @param value the text
	 */
	record PrepayPackage(@JsonValue String value) {

		/**
		 * Create the text from what was serialized.
		 * @param value the text
		 */
		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		public PrepayPackage {
		}

		static PrepayPackage of(String prepayId) {
			return new PrepayPackage("prepay_id=" + prepayId);
		}

	}

	/**
	 * An order that was placed, and can be started on the payer's device until it
	 * expires.
	 *
	 * @param request the complete request, with which the order is placed again
	 * @param placed what WeChat Pay returned
	 * @param placedAt when the order was placed, taken before the call
	 */
	record PreparedPayment(PlaceOrderRequest request, PlacedOrder placed, Instant placedAt) {

		private static final Duration SESSION = Duration.ofHours(2);

		private static final Duration PAGE = Duration.ofMinutes(5);

		/**
		 * Return until when the payment can be started: 2 hours after the order was
		 * placed, 5 minutes for {@link TradeType#MWEB}.
		 * @return the end, exclusive
		 */
		public Instant expiresAt() {
			return this.placedAt.plus(TradeType.MWEB.equals(this.request.tradeType()) ? PAGE : SESSION);
		}

		/**
		 * Return the number and the times, without personal data and without what starts
		 * the payment.
		 */
		@Override
		public String toString() {
			return "PreparedPayment[outTradeNo=" + this.request.outTradeNo() + ", tradeType=" + this.request.tradeType()
					+ ", placedAt=" + this.placedAt + ']';
		}

	}

}
