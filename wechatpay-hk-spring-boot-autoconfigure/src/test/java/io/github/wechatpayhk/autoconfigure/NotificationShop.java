package io.github.wechatpayhk.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.PaymentNotificationListener;
import io.github.wechatpayhk.notification.RefundNotificationListener;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A shop that receives notifications on one of the web stacks, and its simulator, whose
 * notifications are held back: a test delivers them by HTTP, as they are or changed.
 */
final class NotificationShop implements AutoCloseable {

	static final String PATH = "/wechatpay/notifications";

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();

	private final HttpClient http = HttpClient.newHttpClient();

	private final WechatPayHkSimulator simulator;

	private final ConfigurableApplicationContext context;

	NotificationShop(WebApplicationType type, PlatformMode mode,
			Function<WechatPayHkSimulator, Stream<String>> properties, Class<?> configuration) {
		this.simulator = WechatPayHkSimulator.builder()
			.clock(SimulatedClock.standing(Instant.parse("2026-01-01T00:00:00Z")))
			.mode(mode)
			.notificationTransport((url, headers, body) -> {
				this.held.add(new Held(url, headers, body));
				return CompletableFuture.completedFuture(204);
			})
			.start();
		this.context = new SpringApplicationBuilder(TestApplication.Application.class, configuration).web(type)
			.initializers((context) -> context.getBeanFactory()
				.registerSingleton(WechatPayHkAutoConfiguration.CLOCK, this.simulator.clock()))
			.run(Stream
				.of(Stream.of(SimulatorProperties.of(this.simulator)),
						Stream.of("wechatpay.hk.notifications.path=" + PATH,
								"wechatpay.hk.notifications.url=https://shop.example.com",
								"wechatpay.hk.appid=wx8888888888888888",
								"wechatpay.hk.api-v3-key=" + this.simulator.merchant().apiV3Key(), "server.port=0",
								"spring.main.banner-mode=off"),
						properties.apply(this.simulator))
				.flatMap((each) -> each)
				.map((property) -> "--" + property)
				.toArray(String[]::new));
	}

	static NotificationShop start(WebApplicationType type, Class<?> configuration) {
		return start(type, (simulator) -> Stream.empty(), configuration);
	}

	static NotificationShop start(WebApplicationType type, Function<WechatPayHkSimulator, Stream<String>> properties,
			Class<?> configuration) {
		return new NotificationShop(type, PlatformMode.BOTH, properties, configuration);
	}

	WechatPayHkSimulator simulator() {
		return this.simulator;
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	Received received() {
		return this.context.getBean(Received.class);
	}

	void place(String outTradeNo) {
		PlaceOrderRequest order = PlaceOrderRequest.builder(TradeType.NATIVE, outTradeNo, OrderAmount.hkd(888))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.build();
		this.context.getBean(PlaceOrderService.class).place(order).block(LONG_ENOUGH);
	}

	/**
	 * Return the notification of a payment, which is not delivered yet.
	 */
	Held pay(String outTradeNo) {
		place(outTradeNo);
		this.simulator.pay(outTradeNo);
		return next();
	}

	Held next() {
		try {
			return Objects.requireNonNull(this.held.poll(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	int deliver(Held notification) {
		return deliver(notification.url().getPath(), notification.headers(), notification.body());
	}

	int deliver(String path, RawHeaders headers, byte[] body) {
		return send(path, headers, HttpRequest.BodyPublishers.ofByteArray(body)).join().statusCode();
	}

	/**
	 * Send the headers of a notification, and no byte of the body that they announce.
	 */
	Socket beginToSend(Held notification) throws IOException {
		return send(notification.url().getPath(), notification.headers(),
				"Content-Length: " + notification.body().length + "\r\n\r\n");
	}

	/**
	 * Send headers of a notification, and more text, perhaps not to its end.
	 */
	Socket send(String path, RawHeaders headers, String rest) throws IOException {
		String fields = headers.fields()
			.stream()
			.filter((field) -> field.name().startsWith("Wechatpay-"))
			.map((field) -> field.name() + ": " + field.value() + "\r\n")
			.collect(Collectors.joining());
		Socket socket = new Socket("127.0.0.1", port());
		socket.setSoTimeout((int) LONG_ENOUGH.toMillis());
		socket.getOutputStream()
			.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + rest)
				.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	private int port() {
		return Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local.server.port"));
	}

	CompletableFuture<HttpResponse<String>> send(String path, RawHeaders headers, HttpRequest.BodyPublisher body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
			.timeout(LONG_ENOUGH)
			.POST(body);
		headers.fields().forEach((field) -> request.header(field.name(), field.value()));
		return this.http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Override
	public void close() {
		this.context.close();
		this.simulator.close();
	}

	/**
	 * A notification that the simulator sent.
	 */
	record Held(URI url, RawHeaders headers, byte[] body) {

		RawHeaders with(String name, String value) {
			return this.headers.replace(name, value);
		}

	}

	/**
	 * What the listeners received.
	 */
	static final class Received {

		final List<Notification> notifications = new CopyOnWriteArrayList<>();

		final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

		private void add(Notification notification) {
			RuntimeException failure = this.failure.get();
			if (failure != null) {
				throw failure;
			}
			this.notifications.add(notification);
		}

		List<String> of(String outTradeNo) {
			return this.notifications.stream()
				.filter((notification) -> outTradeNo.equals(notification.outTradeNo()))
				.map((notification) -> notification.merchant() + ' ' + notification.subject())
				.toList();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		@Bean
		Received received() {
			return new Received();
		}

		@Bean
		PaymentNotificationListener payments(Received received) {
			return received::add;
		}

		@Bean
		RefundNotificationListener refunds(Received received) {
			return received::add;
		}

	}

}
