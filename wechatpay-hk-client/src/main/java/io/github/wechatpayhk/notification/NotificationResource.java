package io.github.wechatpayhk.notification;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.NotificationException.Check;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The decrypted resource of a notification. Errors of the JSON parser quote what they
 * parse, so none of them is handed on.
 *
 * @param json the resource, an object
 */
record NotificationResource(JsonNode json) {

	private static final String PAYMENT = "TRANSACTION.SUCCESS";

	private static final String REFUND_PREFIX = "REFUND.";

	private static final ObjectReader ORDER = JsonMapper.shared().readerFor(Order.class);

	private static final ObjectReader REFUND = JsonMapper.shared().readerFor(Refund.class);

	/**
	 * Load this class, which looks at all types: that takes time and locks.
	 */
	static void prepare() {
	}

	static @Nullable JsonNode parseObject(byte[] body) {
		try {
			JsonNode json = JsonMapper.shared().readTree(body);
			return (json != null && json.isObject()) ? json : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	static NotificationResource parse(NotificationEvent event) {
		JsonNode json = null;
		try {
			json = JsonMapper.shared().readTree(event.resource());
		}
		catch (JacksonException ex) {
			// its message quotes the resource
		}
		if (json == null || !json.isObject()) {
			throw unreadable(event, "is not a JSON object");
		}
		return new NotificationResource(json);
	}

	Notification toNotification(NotificationEvent event) {
		if (PAYMENT.equals(event.type())) {
			return payment(event);
		}
		RefundStatus announced = event.type().startsWith(REFUND_PREFIX)
				? new RefundStatus(event.type().substring(REFUND_PREFIX.length())) : null;
		return (announced != null && RefundNotification.STATES.contains(announced)) ? refund(event, announced)
				: new UnknownNotification(event);
	}

	private PaymentNotification payment(NotificationEvent event) {
		Order order = read(event, ORDER, Order.class);
		if (!TradeState.SUCCESS.equals(order.tradeState())) {
			throw unreadable(event, "is not an order that is paid");
		}
		return new PaymentNotification(event, order);
	}

	private RefundNotification refund(NotificationEvent event, RefundStatus announced) {
		Refund refund = read(event, REFUND, Refund.class);
		if (!announced.equals(refund.status())) {
			throw unreadable(event, "is not a refund in the state that the event type announces");
		}
		return new RefundNotification(event, refund);
	}

	private <T> T read(NotificationEvent event, ObjectReader reader, Class<T> type) {
		try {
			Object value = reader.readValue(this.json);
			return type.cast(value);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			throw unreadable(event, "is not what the event type announces");
		}
	}

	private static NotificationException unreadable(NotificationEvent event, String problem) {
		return new NotificationException(Check.RESOURCE,
				"the resource of " + event.id() + " (" + event.type() + ") " + problem, null);
	}

	/**
	 * Return the merchant numbers, or something else without any: the number of a
	 * sub-merchant alone names no order.
	 */
	String recipient(String otherwise) {
		boolean isNamed = Stream.of("mchid", "sp_mchid").anyMatch((name) -> !textOrEmpty(name).isEmpty());
		return !isNamed ? otherwise
				: Stream.of("mchid", "sp_mchid", "sub_mchid")
					.map(this::textOrEmpty)
					.filter((number) -> !number.isEmpty())
					.collect(Collectors.joining("/"));
	}

	private String textOrEmpty(String name) {
		return Objects.requireNonNullElse(text(name), "");
	}

	/**
	 * Return a field that is a text.
	 */
	@Nullable String text(String name) {
		return text(this.json, name);
	}

	/**
	 * Return a field. One that is not a text is returned as it is written, so that it
	 * equals no number of a merchant.
	 */
	static @Nullable String text(JsonNode node, String name) {
		JsonNode value = node.get(name);
		if (value == null || value.isNull()) {
			return null;
		}
		return value.isString() ? value.stringValue() : value.toString();
	}

}
