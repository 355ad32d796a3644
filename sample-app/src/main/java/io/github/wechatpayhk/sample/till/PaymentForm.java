package io.github.wechatpayhk.sample.till;

import java.math.BigDecimal;

import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a cashier enters. The order number is in the form from the start, so that a form
 * which is sent twice takes one payment.
 *
 * @param outTradeNo the number that the order will have
 * @param amount in Hong Kong dollars
 * @param description what is bought
 * @param authCode the code that the payer shows
 */
public record PaymentForm(@NotBlank @Pattern(regexp = "[0-9A-Za-z_|*-]{1,32}") @Nullable String outTradeNo,
		@NotBlank @Pattern(regexp = "|(?=.*[1-9])\\d{1,6}(\\.\\d{1,2})?") @Nullable String amount,
		@NotBlank @Size(max = 127) @Pattern(
				regexp = "[\\x{0}-\\x{D7FF}\\x{E000}-\\x{FFFF}]*") @Nullable String description,
		@NotBlank(groups = InStore.class) @Pattern(regexp = "|1[0-5][0-9]{16}",
				groups = InStore.class) @Nullable String authCode) {

	private static final String MERCHANT_CATEGORY_CODE = "5411";

	static PaymentForm empty(String outTradeNo) {
		return new PaymentForm(outTradeNo, null, null, null);
	}

	MicropayRequest toRequest() {
		return MicropayRequest
			.builder(String.valueOf(this.outTradeNo), String.valueOf(this.authCode), OrderAmount.hkd(cents()))
			.description(String.valueOf(this.description))
			.merchantCategoryCode(MERCHANT_CATEGORY_CODE)
			.build();
	}

	PlaceOrderRequest toQrOrder() {
		return PlaceOrderRequest.builder(TradeType.NATIVE, String.valueOf(this.outTradeNo), OrderAmount.hkd(cents()))
			.description(String.valueOf(this.description))
			.merchantCategoryCode(MERCHANT_CATEGORY_CODE)
			.build();
	}

	PaymentForm withNumber(String number) {
		return new PaymentForm(number, this.amount, this.description, this.authCode);
	}

	private long cents() {
		return new BigDecimal(String.valueOf(this.amount)).movePointRight(2).longValueExact();
	}

	/**
	 * What only an in-store payment needs.
	 */
	interface InStore {

	}

	@Override
	public String toString() {
		return "PaymentForm[outTradeNo=" + this.outTradeNo + ", amount=" + this.amount + ", authCode=***]";
	}

}
