package io.github.wechatpayhk.durable.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentSettings;
import io.github.wechatpayhk.durable.engine.DurableReversalEngine;
import io.github.wechatpayhk.durable.engine.DurableStore;
import io.github.wechatpayhk.notification.NotificationListeners;
import io.github.wechatpayhk.notification.NotificationReader;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An application of its own: places orders and refunds them, and receives notifications,
 * as its standard input says. It commits a state only when the test lets it, which may
 * kill it instead.
 */
public final class OnlinePaymentNode {

	private static final Map<String, CountDownLatch> ALLOWED = new ConcurrentHashMap<>();

	private final DurableReversalEngine engine;

	private final NotificationReader reader;

	private final String notifyUrl;

	private OnlinePaymentNode(DurableReversalEngine engine, NotificationReader reader, String notifyUrl) {
		this.engine = engine;
		this.reader = reader;
		this.notifyUrl = notifyUrl;
	}

	/**
	 * Run until the standard input ends.
	 * @param arguments the folder with the keys, the base URL, the database, the URL for
	 * notifications
	 */
	public static void main(String[] arguments) throws IOException {
		WechatPayHkClient client = CrashNode.client(Path.of(arguments[0]), URI.create(arguments[1]));
		List<Duration> pauses = List.of(Duration.ofSeconds(1));
		AtomicReference<DurableReversalEngine> listening = new AtomicReference<>();
		try (DurableStore store = CrashNode.store(arguments[2]);
				DurableReversalEngine engine = DurableReversalEngine
					.builder(store, DurableMerchants.of(DurableMerchant.of(client)))
					.settings(CrashNode.settings())
					.onlinePayments(new OnlinePaymentSettings(pauses, Duration.ofHours(1), pauses))
					.transactionListener((event) -> book(event, store))
					.notificationListeners(() -> listeners(listening.get()))
					.build()) {
			listening.set(engine);
			engine.start();
			System.out.println("READY");
			new OnlinePaymentNode(engine, NotificationReader.create(client), arguments[3]).serve();
		}
	}

	private static NotificationListeners listeners(DurableReversalEngine engine) {
		return NotificationListeners.create(List.of(engine.onlinePayments()), List.of(engine.refunds()), List.of(),
				null);
	}

	private static void book(DurableReversalEvent event, DurableStore store) {
		String subject = subject(event);
		JdbcClient.create(store.dataSource())
			.sql("insert into shop_notified (subject) values (?)")
			.param(subject)
			.update();
		System.out.println("WRITTEN " + subject);
		try {
			ALLOWED.computeIfAbsent(subject, (key) -> new CountDownLatch(1)).await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String subject(DurableReversalEvent event) {
		if (event instanceof DurableReversalEvent.OnlinePaymentEnded ended) {
			return ended.payment().outTradeNo() + ':' + ended.payment().state();
		}
		if (event instanceof DurableReversalEvent.RefundEnded ended) {
			return ended.refund().outRefundNo() + ':' + ended.refund().state();
		}
		return event.toString().replace(' ', '_');
	}

	private void serve() throws IOException {
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String line = input.readLine();
		while (line != null) {
			String[] words = line.split(" ");
			try {
				switch (words[0]) {
					case "order" -> order(words[1]);
					case "refund" -> refund(words[1]);
					case "notify" -> receive(words[1], words[2]);
					case "state" -> System.out.println("STATE " + words[1] + ' ' + state(words[2]));
					case "processed" -> System.out.println("STATE " + words[1] + ' '
							+ this.engine.notifications().list(DurableNotification.State.PROCESSED, 0, 1000).size());
					case "commit" -> ALLOWED.computeIfAbsent(words[1], (key) -> new CountDownLatch(1)).countDown();
					default -> throw new IllegalArgumentException(line);
				}
			}
			catch (RuntimeException ex) {
				System.out.println("FAILED " + line + ": " + ex);
			}
			line = input.readLine();
		}
	}

	private void order(String number) {
		OnlinePayment payment = this.engine.onlinePayments()
			.place(PlaceOrderRequest.builder(TradeType.NATIVE, number, OrderAmount.hkd(888))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.notifyUrl(this.notifyUrl)
				.build());
		System.out.println("STORED " + number);
		this.engine.onlinePayments().prepare(payment.id()).block(Duration.ofMinutes(1));
		System.out.println("PREPARED " + number);
	}

	private void refund(String number) {
		this.engine.refunds()
			.refund(RefundRequest
				.builder(OrderReference.outTradeNo(number), "R" + number, RefundAmount.full(OrderAmount.hkd(888)))
				.notifyUrl(this.notifyUrl)
				.build());
		System.out.println("STORED R" + number);
	}

	/**
	 * Verify and store a notification.
	 * @param key names the delivery
	 * @param content the headers and the body
	 */
	private void receive(String key, String content) {
		String[] parts = content.split(":");
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		new String(decoded(parts[0]), StandardCharsets.UTF_8).lines()
			.map((line) -> line.split("=", 2))
			.forEach((header) -> headers.put(header[0], header[1]));
		this.reader.read((name) -> Optional.ofNullable(headers.get(name)).stream().toList(), decoded(parts[1]))
			.flatMap(this.engine.notifications()::handle)
			.subscribe((result) -> System.out.println("ACKNOWLEDGED " + key),
					(error) -> System.out.println("REFUSED " + key + ": " + error));
	}

	private static byte[] decoded(String content) {
		return Base64.getDecoder().decode(content);
	}

	/**
	 * Return how a payment stands, or the refund of one.
	 */
	private String state(String number) {
		Stream<? extends Enum<?>> states = number.startsWith("R")
				? this.engine.refunds().findByOrder(number.substring(1)).stream().map(DurableRefund::state)
				: this.engine.onlinePayments().findByOrder(number).stream().map(OnlinePayment::state);
		return states.findFirst().map(Enum::name).orElse("NONE");
	}

}
