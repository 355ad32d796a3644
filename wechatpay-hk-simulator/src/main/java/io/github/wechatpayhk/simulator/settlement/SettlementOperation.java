package io.github.wechatpayhk.simulator.settlement;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.github.wechatpayhk.simulator.order.OrderBook;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.Generation;
import io.github.wechatpayhk.simulator.protocol.Ids;
import io.github.wechatpayhk.simulator.protocol.Input;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.refund.RefundBook;
import io.github.wechatpayhk.simulator.refund.SimulatedRefund;
import org.jspecify.annotations.Nullable;

/**
 * Settles the payments of each day, without those that were reversed, and the refunds of
 * each day: one settlement for each currency, paid out from 09:00 of the next day on.
 *
 * @since 0.1.0
 */
public final class SettlementOperation implements OperationHandler {

	private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

	private static final LocalTime PAID_OUT_FROM = LocalTime.of(9, 0);

	private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

	private static final long FEE_PER_MILLE = 8;

	private final OrderBook orders;

	private final RefundBook refunds;

	/**
	 * Create the operation.
	 * @param orders the order book
	 * @param refunds the refunds
	 */
	public SettlementOperation(OrderBook orders, RefundBook refunds) {
		this.orders = orders;
		this.refunds = refunds;
	}

	@Override
	public Reply handle(Call call) {
		Input query = call.input();
		String state = query.text("settle_state", 16);
		boolean isSettled = state.equals("SETTLED");
		if (!isSettled && !state.equals("UNSETTLE")) {
			throw query.refuse("settle_state", "must be SETTLED or UNSETTLE");
		}
		LocalDate first = day(query, "settle_start_date", LocalDate.MIN);
		LocalDate last = day(query, "settle_end_date", LocalDate.MAX);
		long offset = query.number("offset", 0);
		long limit = query.number("limit", 1);
		List<Map<String, Object>> all = new ArrayList<>();
		days(call.ids()).forEach((key, sums) -> {
			LocalDate settled = key.day().plusDays(1);
			Instant paidOut = settled.atTime(PAID_OUT_FROM).atZone(ZONE).toInstant();
			if (isSettled != call.at().isBefore(paidOut) && !settled.isBefore(first) && !settled.isAfter(last)) {
				all.add(json(key, sums, isSettled, call.route().generation()));
			}
		});
		Map<String, Object> page = new LinkedHashMap<>();
		page.put("data", all.stream().skip(offset).limit(limit).toList());
		page.put("total_count", all.size());
		page.put("offset", offset);
		page.put("limit", limit);
		return Reply.json(200, page);
	}

	private static LocalDate day(Input query, String name, LocalDate otherwise) {
		String text = query.optionalText(name, 8);
		try {
			return (text != null) ? LocalDate.parse(text, DAY) : otherwise;
		}
		catch (DateTimeException ex) {
			throw query.refuse(name, "must have the form yyyyMMdd");
		}
	}

	private Map<Key, Sums> days(Ids ids) {
		Map<Key, Sums> days = new TreeMap<>(Comparator.comparing(Key::day).thenComparing(Key::currency));
		for (SimulatedOrder order : this.orders.all()) {
			if (isOf(order, ids) && order.state() != TradeState.REVOKED && order.paidAt() != null) {
				days.merge(Key.of(order.paidAt(), order), new Sums(order.total(), 0), Sums::plus);
			}
		}
		for (SimulatedRefund refund : this.refunds.all()) {
			if (isOf(refund.order(), ids)) {
				days.merge(Key.of(refund.createdAt(), refund.order()), new Sums(0, refund.amount()), Sums::plus);
			}
		}
		return days;
	}

	/**
	 * An institution that names no sub-merchant sees all of its own.
	 */
	private static boolean isOf(SimulatedOrder order, Ids ids) {
		return (ids.isInstitution() && ids.subMchid() == null) ? Objects.equals(order.ids().spMchid(), ids.spMchid())
				: order.ids().shop().equals(ids.shop());
	}

	private static Map<String, Object> json(Key key, Sums sums, boolean isSettled, Generation generation) {
		Map<String, Object> json = new LinkedHashMap<>();
		String settled = key.day().plusDays(1).format(DAY);
		json.put("batch_id", isSettled ? settled + key.currency() : "");
		json.put("settlement_date", settled);
		json.put("trade_start_date", key.day().format(DAY));
		json.put("trade_end_date", key.day().format(DAY));
		json.put("wallet_region", "CHINA_HONGKONG");
		Map<String, Object> amount = amount(key.currency(), sums, isSettled);
		amount.put("net", sums.net());
		amount.put("fee", sums.fee());
		json.put("amount", amount);
		if (generation == Generation.GLOBAL) {
			json.put("split_amount", amount(key.currency(), new Sums(0, 0), isSettled));
		}
		return json;
	}

	private static Map<String, Object> amount(String currency, Sums sums, boolean isSettled) {
		Map<String, Object> amount = new LinkedHashMap<>();
		long payout = sums.net() - sums.fee();
		amount.put("settled", isSettled ? payout : 0);
		amount.put("unsettle", isSettled ? 0 : payout);
		amount.put("currency", currency);
		amount.put("pay", sums.pay());
		amount.put("refund", sums.refund());
		return amount;
	}

	private record Key(LocalDate day, String currency) {

		static Key of(@Nullable Instant at, SimulatedOrder order) {
			return new Key(LocalDate.ofInstant(Objects.requireNonNull(at), ZONE), order.currency());
		}

	}

	private record Sums(long pay, long refund) {

		Sums plus(Sums other) {
			return new Sums(this.pay + other.pay, this.refund + other.refund);
		}

		long net() {
			return this.pay - this.refund;
		}

		long fee() {
			return net() * FEE_PER_MILLE / 1000;
		}

	}

}
