package io.github.wechatpayhk.statement;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The columns that a row gives typed values of. WeChat Pay documents the headings in
 * Chinese, and the first of them in English; an older statement of the same family has
 * the other English ones.
 */
enum StatementColumn {

	TRANSACTION_TIME("交易时间", "transaction time"),

	APPID("公众账号ID", "Official Account ID"),

	MCHID("商户号", "Vendor ID"),

	SUB_MCHID("子商户号", "Sub vendor ID"),

	TRANSACTION_ID("微信订单号", "WeChat order No."),

	OUT_TRADE_NO("商户订单号", "Vendor order No."),

	OPENID("用户标识", "User identifier"),

	TRADE_TYPE("交易类型", "transaction type"),

	TRADE_STATE("交易状态", "transaction status"),

	BANK_TYPE("付款银行", "payment bank"),

	REFUND_ID("微信退款单号", "WeChat refund No."),

	OUT_REFUND_NO("商户退款单号", "Vendor refund No."),

	REFUND_STATUS("退款状态", "refund status"),

	FEE("手续费", "service charge"),

	RATE("费率", "rate"),

	CURRENCY("标价币种"),

	TOTAL("订单金额(标价币种)"),

	PAYER_CURRENCY("用户支付币种"),

	PAYER_TOTAL("用户支付金额"),

	SETTLEMENT_CURRENCY("结算币种"),

	SETTLEMENT_TOTAL("应结订单金额"),

	REFUND_TOTAL("申请退款金额"),

	PAYER_REFUND_CURRENCY("用户退款币种"),

	PAYER_REFUND_TOTAL("用户退款金额"),

	SETTLEMENT_REFUND_CURRENCY("退款结算币种"),

	SETTLEMENT_REFUND_TOTAL("退款应结订单金额");

	private static final Pattern BLANK = Pattern.compile("[\\s\\u00A0\\u3000\\uFEFF.`]+");

	private static final Map<String, StatementColumn> COLUMNS = Arrays.stream(values())
		.flatMap((column) -> Stream.of(column.chinese, column.english)
			.distinct()
			.map((heading) -> Map.entry(normalized(heading), column)))
		.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

	private final String chinese;

	private final String english;

	StatementColumn(String chinese) {
		this(chinese, chinese);
	}

	StatementColumn(String chinese, String english) {
		this.chinese = chinese;
		this.english = english;
	}

	static @Nullable StatementColumn of(String heading) {
		return COLUMNS.get(normalized(heading));
	}

	private static String normalized(String heading) {
		return BLANK.matcher(heading)
			.replaceAll("")
			.toLowerCase(Locale.ROOT)
			.replace('（', '(')
			.replace('）', ')')
			.replace("number", "no");
	}

}
