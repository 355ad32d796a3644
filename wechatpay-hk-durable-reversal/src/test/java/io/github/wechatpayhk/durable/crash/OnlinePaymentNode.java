package io.github.wechatpayhk.durable.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableReversalEngine;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableStore;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentSettings;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An application of its own: places orders and refunds them, as it is told on its
 * standard input. It commits a state only when the test lets it, which may kill it
 * instead.
 */
public final class OnlinePaymentNode {

	private static final Map<String, CountDownLatch> ALLOWED = new ConcurrentHashMap<>();

	private final DurableReversalEngine engine;

	private OnlinePaymentNode(DurableReversalEngine engine) {
		this.engine = engine;
	}

	/**
	 * Run until the standard input ends.
	 * @param arguments the folder with the keys, the base URL, the database
	 */
	public static void main(String[] arguments) throws IOException {
		WechatPayHkClient client = CrashNode.client(Path.of(arguments[0]), URI.create(arguments[1]));
		List<Duration> pauses = List.of(Duration.ofSeconds(1));
		try (DurableStore store = CrashNode.store(arguments[2]);
				DurableReversalEngine engine = DurableReversalEngine
					.builder(store, DurableMerchants.of(DurableMerchant.of(client)))
					.settings(CrashNode.settings())
					.onlinePayments(new OnlinePaymentSettings(pauses, Duration.ofHours(1), pauses))
					.transactionListener((event) -> book(event, store))
					.build()) {
			engine.start();
			System.out.println("READY");
			new OnlinePaymentNode(engine).serve();
		}
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
				.notifyUrl("https://shop.example.com/notifications")
				.build());
		System.out.println("STORED " + number);
		this.engine.onlinePayments().prepare(payment.id()).block(Duration.ofMinutes(1));
		System.out.println("PREPARED " + number);
	}

	private void refund(String number) {
		this.engine.refunds()
			.refund(RefundRequest
				.builder(OrderReference.outTradeNo(number), "R" + number, RefundAmount.full(OrderAmount.hkd(888)))
				.build());
		System.out.println("STORED R" + number);
	}

}
