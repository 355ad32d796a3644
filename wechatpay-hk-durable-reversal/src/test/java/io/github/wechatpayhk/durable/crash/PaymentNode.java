package io.github.wechatpayhk.durable.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.engine.DurableReversalEngine;
import io.github.wechatpayhk.durable.engine.DurableStore;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayServices;
import io.github.wechatpayhk.quickpay.QuickPayStep;
import io.github.wechatpayhk.quickpay.QuickPayTimes;
import reactor.core.publisher.Sinks;

/**
 * A cashier's application of its own: takes payments and cancels them, as its standard
 * input says, and resumes what the process before it had under way.
 */
public final class PaymentNode {

	private static final QuickPayTimes TIMES = new QuickPayTimes(Duration.ofMillis(100), Duration.ofMillis(100),
			Duration.ofSeconds(45), Duration.ofMillis(100), Duration.ofSeconds(60), Duration.ofMillis(100),
			Duration.ofSeconds(1), Duration.ofMinutes(5));

	private final QuickPay quickPay;

	private final Map<String, Sinks.Empty<Void>> cancels = new ConcurrentHashMap<>();

	private PaymentNode(QuickPay quickPay) {
		this.quickPay = quickPay;
	}

	/**
	 * Run until the standard input ends.
	 * @param arguments the folder with the keys, the base URL, the file of the database
	 */
	public static void main(String[] arguments) throws IOException {
		WechatPayHkClient client = CrashNode.client(Path.of(arguments[0]), URI.create(arguments[1]));
		try (DurableStore store = DurableStore.embedded(Path.of(arguments[2]));
				DurableReversalEngine engine = DurableReversalEngine
					.builder(store, DurableMerchants.of(DurableMerchant.of(client)))
					.quickPayTimes(TIMES)
					.listener(PaymentNode::tell)
					.build()) {
			engine.start();
			System.out.println("READY");
			new PaymentNode(QuickPay.builder(QuickPayServices.of(client))
				.times(TIMES)
				.intents(engine.quickPayIntents(null))
				.build()).serve();
		}
	}

	private static void tell(DurableReversalEvent event) {
		if (event instanceof DurableReversalEvent.PaymentEnded ended) {
			System.out.println("ENDED " + ended.payment().intent().outTradeNo() + ' ' + ended.payment().state());
		}
	}

	private void serve() throws IOException {
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String line = input.readLine();
		while (line != null) {
			String[] words = line.split(" ");
			switch (words[0]) {
				case "pay" -> pay(words[1], words[2]);
				case "cancel" -> {
					this.cancels.get(words[1]).tryEmitEmpty();
					System.out.println("CANCELLED " + words[1]);
				}
				default -> throw new IllegalArgumentException(line);
			}
			line = input.readLine();
		}
	}

	private void pay(String number, String authCode) {
		Sinks.Empty<Void> cancel = Sinks.empty();
		this.cancels.put(number, cancel);
		MicropayRequest order = MicropayRequest.builder(number, authCode, OrderAmount.hkd(888))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.build();
		this.quickPay.steps(order, cancel.asMono()).subscribe((step) -> tell(number, step));
	}

	private static void tell(String number, QuickPayStep step) {
		if (step.givenUp() != null) {
			System.out.println("GIVEN_UP " + number);
		}
		if (step.result() != null) {
			System.out.println("ENDED " + number + ' ' + step.result().ending());
		}
	}

}
