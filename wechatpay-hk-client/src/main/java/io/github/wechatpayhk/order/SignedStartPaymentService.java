package io.github.wechatpayhk.order;

import java.time.Instant;
import java.util.function.Function;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.Order.Payer;
import io.github.wechatpayhk.order.StartPaymentService.AppParameters;
import io.github.wechatpayhk.order.StartPaymentService.JsapiParameters;
import io.github.wechatpayhk.order.StartPaymentService.MiniProgramParameters;
import io.github.wechatpayhk.order.StartPaymentService.PreparedPayment;
import io.github.wechatpayhk.order.StartPaymentService.PrepayId;
import io.github.wechatpayhk.order.StartPaymentService.PrepayPackage;
import io.github.wechatpayhk.signature.PaymentStartSigner.PaymentStartSignature;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Starts payments with the key of a client.
 */
final class SignedStartPaymentService implements StartPaymentService {

	private final WechatPayHkClient client;

	private final PlaceOrderService orders;

	SignedStartPaymentService(WechatPayHkClient client, PlaceOrderService orders) {
		this.client = client;
		this.orders = orders;
	}

	@Override
	public Mono<PreparedPayment> prepare(PlaceOrderRequest request) {
		return Mono.defer(() -> {
			PlaceOrderRequest complete = RequestField.requirePresent("request", request).completedBy(this.client);
			Instant now = this.client.clock().instant();
			return this.orders.place(complete).map((placed) -> new PreparedPayment(complete, placed, now));
		});
	}

	@Override
	public Mono<PreparedPayment> renew(PreparedPayment payment) {
		return Mono.defer(() -> this.client.clock()
			.instant()
			.isBefore(RequestField.requirePresent("payment", payment).expiresAt()) ? Mono.just(payment)
					: prepare(payment.request()));
	}

	@Override
	public Mono<JsapiParameters> jsapi(PreparedPayment payment) {
		return start(payment, TradeType.JSAPI, PrepayPackage::of, PrepayPackage::value)
			.map((start) -> new JsapiParameters(start.application().appId(), start.timestamp(), start.nonce(),
					start.session(), start.signature().value()));
	}

	@Override
	public Mono<MiniProgramParameters> miniProgram(PreparedPayment payment) {
		return start(payment, TradeType.JSAPI, PrepayPackage::of, PrepayPackage::value)
			.map((start) -> new MiniProgramParameters(start.timestamp(), start.nonce(), start.session(),
					start.signature().value()));
	}

	@Override
	public Mono<AppParameters> app(PreparedPayment payment) {
		return start(payment, TradeType.APP, PrepayId::new, PrepayId::value)
			.map((start) -> new AppParameters(start.application().appId(), start.application().mchid(), start.session(),
					start.nonce(), start.timestamp(), start.signature().value()));
	}

	private <S> Mono<Start<S>> start(PreparedPayment payment, TradeType type, Function<String, S> form,
			Function<S, String> line) {
		return renew(payment).flatMap((present) -> {
			PlaceOrderRequest request = present.request();
			String prepayId = present.placed().prepayId();
			if (!type.equals(request.tradeType()) || prepayId == null) {
				throw new WechatPayHkRequestException("The order is of type " + request.tradeType()
						+ " and cannot be started as one of type " + type);
			}
			Application application = Application.of(request.ids(), request.payer());
			S session = form.apply(prepayId);
			return this.client.paymentStartSigner()
				.sign(application.appId(), line.apply(session))
				.switchIfEmpty(Mono.error(() -> notSigned("The signer gave no signature", null)))
				.onErrorMap((ex) -> !(ex instanceof WechatPayHkException),
						(ex) -> notSigned("The start of the payment could not be signed", ex))
				.map((signature) -> new Start<>(application, session, signature));
		});
	}

	private static WechatPayHkRequestException notSigned(String problem, @Nullable Throwable cause) {
		return new WechatPayHkRequestException(WechatPayHkRequestException.Reason.NOT_SIGNED, problem, cause);
	}

	/**
	 * The application in which the payment is started, and whose it is.
	 */
	private record Application(String appId, String mchid) {

		/**
		 * The payer is known to one application only: that of the sub-merchant if the
		 * payer's id there placed the order.
		 */
		static Application of(ShopIds ids, @Nullable Payer payer) {
			if (payer != null && payer.subOpenid() != null) {
				return new Application(required("subAppid", ids.subAppid()), required("subMchid", ids.subMchid()));
			}
			return (ids.spMchid() != null) ? new Application(required("spAppid", ids.spAppid()), ids.spMchid())
					: new Application(required("appid", ids.appid()), required("mchid", ids.mchid()));
		}

		private static String required(String name, @Nullable String value) {
			if (value == null) {
				throw new WechatPayHkRequestException("'" + name + "' is needed to start the payment, and is not set");
			}
			return value;
		}

	}

	/**
	 * A start that is signed, with its session in the form that was signed.
	 */
	private record Start<S>(Application application, S session, PaymentStartSignature signature) {

		String timestamp() {
			return Long.toString(this.signature.timestamp());
		}

		String nonce() {
			return this.signature.nonce();
		}

	}

}
