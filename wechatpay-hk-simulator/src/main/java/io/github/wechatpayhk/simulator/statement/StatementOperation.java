package io.github.wechatpayhk.simulator.statement;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wechatpayhk.simulator.order.OrderBook;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.Ids;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.refund.RefundBook;
import io.github.wechatpayhk.simulator.refund.SimulatedRefund;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statement of a day out of the orders and refunds as they are now: a row for
 * each order that was paid on that day, and one for each refund. An order that was
 * reversed after it was paid stays, as {@code REVOKED}; one that was never paid has no
 * row.
 *
 * @since 0.1.0
 */
public final class StatementOperation implements OperationHandler {

	private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

	private static final LocalTime WRITTEN_FROM = LocalTime.of(9, 0);

	private static final int DAYS_KEPT = 180;

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZONE);

	private static final List<String> HEADINGS = List.of("交易时间", "公众账号ID", "商户号", "子商户号", "设备号", "微信订单号", "商户订单号",
			"用户标识", "交易类型", "交易状态", "付款银行", "充值券币种", "充值券金额", "优惠券币种", "优惠券金额", "微信退款单号", "商户退款单号", "退款类型", "退款状态",
			"商品名称", "商户数据包", "手续费", "费率", "标价币种", "订单金额(标价币种)", "用户支付币种", "用户支付金额", "结算币种", "应结订单金额", "支付汇率", "退款汇率",
			"申请退款金额", "用户退款币种", "用户退款金额", "退款结算币种", "退款应结订单金额", "充值券退款金额", "优惠券退款金额");

	private static final BigDecimal RATE = new BigDecimal("0.008");

	private final OrderBook orders;

	private final RefundBook refunds;

	private final StatementChanges changes;

	/**
	 * Create the operation.
	 * @param orders the order book
	 * @param refunds the refunds
	 * @param changes what statements say against the two
	 */
	public StatementOperation(OrderBook orders, RefundBook refunds, StatementChanges changes) {
		this.orders = orders;
		this.refunds = refunds;
		this.changes = changes;
	}

	@Override
	public Reply handle(Call call) {
		LocalDate day = day(call);
		Ids ids = call.ids();
		Stream<SimulatedOrder> known = this.orders.all()
			.stream()
			.filter((order) -> this.changes.hasPayment(order.outTradeNo()));
		Stream<Row> payments = Stream.concat(known, this.changes.added().stream())
			.filter((order) -> isOf(order, ids) && isOn(day, order.paidAt()))
			.map(this::payment);
		Stream<Row> refunded = this.refunds.all()
			.stream()
			.filter((refund) -> this.changes.hasRefund(refund.outRefundNo()))
			.filter((refund) -> isOf(refund.order(), ids) && isOn(day, refund.createdAt()))
			.map(StatementOperation::refund);
		List<Row> rows = Stream.concat(payments, refunded).sorted(Comparator.comparing(Row::at)).toList();
		if (rows.isEmpty()) {
			throw new ApiProblem(404, "NO_STATEMENT_EXIST", "There is no statement of this day");
		}
		return Reply.statement(rows.stream()
			.map(Row::line)
			.collect(Collectors.joining("\n", '\uFEFF' + String.join(",", HEADINGS) + '\n', "\n")));
	}

	private static LocalDate day(Call call) {
		String date = call.input().text("date", 8);
		try {
			LocalDate day = LocalDate.parse(date, DateTimeFormatter.BASIC_ISO_DATE);
			Instant written = day.plusDays(1).atTime(WRITTEN_FROM).atZone(ZONE).toInstant();
			if (call.at().isBefore(written)) {
				throw call.input().refuse("date", "is a day whose statement is not written yet");
			}
			if (day.isBefore(LocalDate.ofInstant(call.at(), ZONE).minusDays(DAYS_KEPT))) {
				throw call.input().refuse("date", "is more than 180 days ago");
			}
			return day;
		}
		catch (DateTimeException ex) {
			throw call.input().refuse("date", "must have the form yyyyMMdd");
		}
	}

	private static boolean isOn(LocalDate day, @Nullable Instant at) {
		return at != null && LocalDate.ofInstant(at, ZONE).equals(day);
	}

	/**
	 * An institution that names no sub-merchant sees all of its own.
	 */
	private static boolean isOf(SimulatedOrder order, Ids ids) {
		return (ids.isInstitution() && ids.subMchid() == null) ? Objects.equals(order.ids().spMchid(), ids.spMchid())
				: order.ids().shop().equals(ids.shop());
	}

	private Row payment(SimulatedOrder order) {
		boolean isReversed = order.state() == TradeState.REVOKED && !this.changes.isShownAsPaid(order.outTradeNo());
		String total = amount(order.total(), order.currency());
		Row row = Row.of(order, Objects.requireNonNull(order.paidAt()), isReversed ? "REVOKED" : "SUCCESS")
			.put("订单金额(标价币种)", total)
			.put("用户支付币种", order.currency())
			.put("用户支付金额", total)
			.put("应结订单金额", total)
			.put("手续费", isReversed ? "0.00000" : fee(order.total(), order.currency()))
			.put("微信退款单号", "0")
			.put("商户退款单号", "0");
		return isReversed ? row.put("微信退款单号", "5" + order.transactionId())
			.put("退款类型", "ORIGINAL")
			.put("退款状态", "SUCCESS")
			.put("申请退款金额", total)
			.put("用户退款币种", order.currency())
			.put("用户退款金额", total)
			.put("退款结算币种", order.currency())
			.put("退款应结订单金额", total) : row;
	}

	private static Row refund(SimulatedRefund refund) {
		SimulatedOrder order = refund.order();
		String amount = amount(refund.amount(), order.currency());
		return Row.of(order, refund.createdAt(), "REFUND")
			.put("微信退款单号", refund.id())
			.put("商户退款单号", refund.outRefundNo())
			.put("退款类型", "ORIGINAL")
			.put("退款状态", refund.status().name())
			.put("手续费", '-' + fee(refund.amount(), order.currency()))
			.put("申请退款金额", amount)
			.put("用户退款币种", order.currency())
			.put("用户退款金额", amount)
			.put("退款结算币种", order.currency())
			.put("退款应结订单金额", amount);
	}

	private static String amount(long total, String currency) {
		return units(total, currency).toPlainString();
	}

	private static String fee(long total, String currency) {
		return units(total, currency).multiply(RATE).toPlainString();
	}

	private static BigDecimal units(long total, String currency) {
		return BigDecimal.valueOf(total, Currency.getInstance(currency).getDefaultFractionDigits());
	}

	/**
	 * A line of the statement.
	 *
	 * @param at when it happened
	 * @param values the values by their headings
	 */
	private record Row(Instant at, TreeMap<String, String> values) {

		static Row of(SimulatedOrder order, Instant at, String state) {
			Ids ids = order.ids();
			return new Row(at, new TreeMap<>()).put("交易时间", TIME.format(at))
				.put("公众账号ID", Objects.requireNonNullElse(ids.isInstitution() ? ids.spAppid() : ids.appid(), ""))
				.put("商户号", String.valueOf(ids.isInstitution() ? ids.spMchid() : ids.mchid()))
				.put("子商户号", Objects.requireNonNullElse(ids.subMchid(), "0"))
				.put("微信订单号", order.transactionId())
				.put("商户订单号", order.outTradeNo())
				.put("用户标识", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")
				.put("交易类型", order.type().name())
				.put("交易状态", state)
				.put("付款银行", "OTHERS")
				.put("商户数据包", Objects.requireNonNullElse(order.attach(), ""))
				.put("费率", "0.80%")
				.put("标价币种", order.currency())
				.put("结算币种", order.currency());
		}

		Row put(String heading, String value) {
			this.values.put(heading, value);
			return this;
		}

		String line() {
			return HEADINGS.stream()
				.map((heading) -> '`' + this.values.getOrDefault(heading, ""))
				.collect(Collectors.joining(","));
		}

	}

}
