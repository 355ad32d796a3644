package io.github.wechatpayhk.statement;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Currency;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.refund.RefundStatus;
import org.jspecify.annotations.Nullable;

/**
 * One payment or one refund in a statement (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#statement">protocol</a>).
 * Any value may be absent: WeChat Pay does not document which columns a row fills. A
 * value that cannot be read is an {@link IllegalStateException} that names the column.
 * Immutable and safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class StatementRow {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

	private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");

	/** WeChat Pay's way to say that a row has no refund. */
	private static final String NO_NUMBER = "0";

	private final Map<String, String> values;

	private final Map<StatementColumn, String> known;

	StatementRow(Map<String, String> values, Map<StatementColumn, String> known) {
		this.values = Collections.unmodifiableMap(values);
		this.known = known;
	}

	/**
	 * Return all values, those of columns that are not known here included.
	 * @return the values by their headings, in the order of the columns; without the
	 * back-ticks
	 */
	public Map<String, String> values() {
		return this.values;
	}

	/**
	 * Return when the payment was made or the refund was accepted.
	 * @return the moment, with a precision of seconds
	 */
	public @Nullable Instant time() {
		return read(StatementColumn.TRANSACTION_TIME,
				(value) -> LocalDateTime.parse(value, TIME).atZone(StatementRequest.ZONE).toInstant());
	}

	/**
	 * Return the application id of the payment.
	 * @return the id
	 */
	public @Nullable String appid() {
		return text(StatementColumn.APPID);
	}

	/**
	 * Return the merchant number, that of the institution for a sub-merchant's payment.
	 * @return the number
	 */
	public @Nullable String mchid() {
		return text(StatementColumn.MCHID);
	}

	/**
	 * Return the number of the sub-merchant.
	 * @return the number
	 */
	public @Nullable String subMchid() {
		return number(StatementColumn.SUB_MCHID);
	}

	/**
	 * Return WeChat Pay's order number.
	 * @return the number
	 */
	public @Nullable String transactionId() {
		return text(StatementColumn.TRANSACTION_ID);
	}

	/**
	 * Return the merchant's order number.
	 * @return the number
	 */
	public @Nullable String outTradeNo() {
		return text(StatementColumn.OUT_TRADE_NO);
	}

	/**
	 * Return the payer's id. It is personal data.
	 * @return the id
	 */
	public @Nullable String openid() {
		return text(StatementColumn.OPENID);
	}

	/**
	 * Return how the payment was made.
	 * @return the kind of the payment
	 */
	public @Nullable TradeType tradeType() {
		return read(StatementColumn.TRADE_TYPE, TradeType::new);
	}

	/**
	 * Return the state: {@code SUCCESS} for a payment, {@code REVOKED} for a payment that
	 * was reversed, {@code REFUND} for a refund.
	 * @return the state
	 */
	public @Nullable TradeState tradeState() {
		return read(StatementColumn.TRADE_STATE, TradeState::new);
	}

	/**
	 * Return WeChat Pay's refund number.
	 * @return the number, {@code null} if the row is no refund
	 */
	public @Nullable String refundId() {
		return number(StatementColumn.REFUND_ID);
	}

	/**
	 * Return the merchant's refund number.
	 * @return the number, {@code null} if the row is no refund, or is a reversal
	 */
	public @Nullable String outRefundNo() {
		return number(StatementColumn.OUT_REFUND_NO);
	}

	/**
	 * Return the state of the refund. {@code PROCESSING} means that the refund was
	 * accepted, and counts as successful in a statement.
	 * @return the state, {@code null} if the row is no refund
	 */
	public @Nullable RefundStatus refundStatus() {
		return read(StatementColumn.REFUND_STATUS, RefundStatus::new);
	}

	/**
	 * Return the amount of the order.
	 * @return the amount in the currency of the price
	 */
	public @Nullable StatementAmount total() {
		return amount(StatementColumn.TOTAL, StatementColumn.CURRENCY);
	}

	/**
	 * Return what the payer paid.
	 * @return the amount in the payer's currency
	 */
	public @Nullable StatementAmount payerTotal() {
		return amount(StatementColumn.PAYER_TOTAL, StatementColumn.PAYER_CURRENCY);
	}

	/**
	 * Return what the merchant receives for the payment, before the fee.
	 * @return the amount in the currency of the settlement
	 */
	public @Nullable StatementAmount settlementTotal() {
		return amount(StatementColumn.SETTLEMENT_TOTAL, StatementColumn.SETTLEMENT_CURRENCY);
	}

	/**
	 * Return the fee, which is negative in a refund. It may have more digits than the
	 * currency.
	 * @return the fee in the currency of the settlement
	 */
	public @Nullable StatementAmount fee() {
		return amount(StatementColumn.FEE, StatementColumn.SETTLEMENT_CURRENCY);
	}

	/**
	 * Return the refund that the merchant asked for.
	 * @return the amount in the currency of the price; 0 or {@code null} if the row is no
	 * refund
	 */
	public @Nullable StatementAmount refundTotal() {
		return amount(StatementColumn.REFUND_TOTAL, StatementColumn.CURRENCY);
	}

	/**
	 * Return what the payer gets back.
	 * @return the amount in the payer's currency
	 */
	public @Nullable StatementAmount payerRefundTotal() {
		return amount(StatementColumn.PAYER_REFUND_TOTAL, StatementColumn.PAYER_REFUND_CURRENCY);
	}

	/**
	 * Return what is deducted from the merchant's settlement for the refund.
	 * @return the amount in the currency of the settlement
	 */
	public @Nullable StatementAmount settlementRefundTotal() {
		return amount(StatementColumn.SETTLEMENT_REFUND_TOTAL, StatementColumn.SETTLEMENT_REFUND_CURRENCY);
	}

	private @Nullable StatementAmount amount(StatementColumn amount, StatementColumn currency) {
		String code = text(currency);
		return (code != null) ? read(amount, (value) -> new StatementAmount(decimal(value), new CurrencyCode(code)))
				: null;
	}

	/**
	 * Without an exponent, which would make it as long as it likes.
	 */
	private static BigDecimal decimal(String value) {
		if (!DECIMAL.matcher(value).matches()) {
			throw new NumberFormatException("Not a decimal number of at most 18 digits before and after the point");
		}
		return new BigDecimal(value);
	}

	private @Nullable String number(StatementColumn column) {
		String value = text(column);
		return NO_NUMBER.equals(value) ? null : value;
	}

	private @Nullable String text(StatementColumn column) {
		String value = Objects.requireNonNullElse(this.known.get(column), "").strip();
		return value.isEmpty() ? null : value;
	}

	private <T> @Nullable T read(StatementColumn column, Function<String, T> reading) {
		String value = text(column);
		if (value == null) {
			return null;
		}
		try {
			return reading.apply(value);
		}
		catch (DateTimeParseException | NumberFormatException ex) {
			throw new IllegalStateException("The value of " + column + " in the statement's row of order "
					+ outTradeNo() + " cannot be read: it has " + value.length() + " characters", ex);
		}
	}

	/**
	 * Return the numbers and the state, without personal data.
	 */
	@Override
	public String toString() {
		return "StatementRow[outTradeNo=" + outTradeNo() + ", tradeState=" + text(StatementColumn.TRADE_STATE)
				+ ", outRefundNo=" + outRefundNo() + ']';
	}

	/**
	 * An amount as a statement shows it.
	 *
	 * @param value the amount in the main unit of its currency, such as {@code 8.88}
	 * @param currency the currency
	 */
	public record StatementAmount(BigDecimal value, CurrencyCode currency) {

		/**
		 * Return an amount of the API as a statement shows it.
		 * @param amount the amount, which the API counts in the smallest unit
		 * @return the amount in the main unit, with the digits of its currency
		 * @throws IllegalArgumentException if the currency is not one of ISO 4217
		 */
		public static StatementAmount of(OrderAmount amount) {
			return new StatementAmount(BigDecimal.valueOf(amount.total(), digits(amount.currency())),
					amount.currency());
		}

		/**
		 * Return the amount as the API counts it: in the smallest unit of the currency.
		 * @return the amount, such as 888 for {@code 8.88 HKD} and 1500 for
		 * {@code 1500 JPY}
		 * @throws ArithmeticException if it is not a whole number of units, as a fee may
		 * be
		 * @throws IllegalArgumentException if the currency is not one of ISO 4217
		 */
		public long total() {
			return this.value.movePointRight(digits(this.currency)).longValueExact();
		}

		private static int digits(CurrencyCode currency) {
			return Currency.getInstance(currency.value()).getDefaultFractionDigits();
		}

		@Override
		public String toString() {
			return this.value.toPlainString() + ' ' + this.currency;
		}

	}

}
