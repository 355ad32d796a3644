package io.github.wechatpayhk.durable.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.github.wechatpayhk.durable.ReversalStoreException;
import io.github.wechatpayhk.durable.engine.DurableReversalEngine;
import io.github.wechatpayhk.durable.engine.DurableStore;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.NotificationListeners;
import reactor.core.publisher.Mono;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An application of its own: receives notifications on its standard input, and writes
 * each to its book in the transaction that marks it as processed. It writes and returns
 * only when the test lets it, which may kill it instead.
 */
public final class NotificationNode {

	private final DurableReversalEngine engine;

	private final Map<String, CountDownLatch> allowed;

	private NotificationNode(DurableReversalEngine engine, Map<String, CountDownLatch> allowed) {
		this.engine = engine;
		this.allowed = allowed;
	}

	/**
	 * Run until the standard input ends.
	 * @param arguments the database
	 */
	public static void main(String[] arguments) throws IOException {
		Map<String, CountDownLatch> allowed = new ConcurrentHashMap<>();
		try (DurableStore store = CrashNode.store(arguments[0])) {
			JdbcClient client = JdbcClient.create(store.dataSource());
			NotificationListeners listeners = NotificationListeners.create(
					List.of((payment) -> write(payment, client, allowed)),
					List.of((refund) -> write(refund, client, allowed)), List.of(), null);
			try (DurableReversalEngine engine = DurableReversalEngine
				.builder(store, (name) -> Mono.error(new IllegalStateException("There is no merchant")))
				.settings(CrashNode.settings())
				.notificationListeners(() -> listeners)
				.build()) {
				engine.start();
				System.out.println("READY");
				new NotificationNode(engine, allowed).serve();
			}
		}
	}

	private static void write(Notification notification, JdbcClient client, Map<String, CountDownLatch> allowed) {
		String subject = notification.subject();
		System.out.println("CALLED " + subject);
		await("write " + subject, allowed);
		client.sql("insert into shop_notified (subject) values (?)").param(subject).update();
		System.out.println("WRITTEN " + subject);
		await("return " + subject, allowed);
	}

	private static void await(String action, Map<String, CountDownLatch> allowed) {
		try {
			allowed.computeIfAbsent(action, (key) -> new CountDownLatch(1)).await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void serve() throws IOException {
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String line = input.readLine();
		while (line != null) {
			String[] words = line.split(" ");
			switch (words[0]) {
				case "payment", "refund" -> receive(notification(words[0], words[1], words[2]));
				case "write", "return" ->
					this.allowed.computeIfAbsent(line, (key) -> new CountDownLatch(1)).countDown();
				case "waiting" -> System.out.println("RESPONSE " + waiting());
				default -> throw new IllegalArgumentException(line);
			}
			line = input.readLine();
		}
	}

	private void receive(Notification notification) {
		this.engine.notifications()
			.handle(notification)
			.subscribe((result) -> System.out.println("ACKNOWLEDGED " + notification.subject()),
					(error) -> System.out.println("FAILED " + notification.subject() + ": " + error));
	}

	private static Notification notification(String kind, String id, String order) {
		return Notification.of(kind.equals("payment")
				? new NotificationEvent("default", id, "TRANSACTION.SUCCESS", null, null,
						"{\"out_trade_no\":\"" + order + "\",\"trade_state\":\"SUCCESS\"}")
				: new NotificationEvent("default", id, "REFUND.SUCCESS", null, null, "{\"out_trade_no\":\"" + order
						+ "\",\"out_refund_no\":\"" + order + "\",\"refund_status\":\"SUCCESS\"}"));
	}

	private String waiting() {
		try {
			return String.valueOf(this.engine.reversals().backlog().notificationsWaiting());
		}
		catch (ReversalStoreException ex) {
			return "unknown";
		}
	}

}
