package io.github.wechatpayhk.durable.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalSettings;
import io.github.wechatpayhk.durable.ReversalStoreException;
import io.github.wechatpayhk.durable.engine.DurableReversalEngine;
import io.github.wechatpayhk.durable.engine.DurableStore;
import io.github.wechatpayhk.key.PrivateKeyReader;
import io.github.wechatpayhk.key.PublicKeyReader;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.ExchangeLimits;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * An application of its own: cancels orders and schedules their reversal in one
 * transaction, as it is told on its standard input, and executes them meanwhile.
 */
public final class CrashNode {

	private static final Map<String, CountDownLatch> TOLD = new ConcurrentHashMap<>();

	private final DurableReversalEngine engine;

	private final JdbcClient client;

	private final TransactionTemplate transactions;

	private CrashNode(DurableReversalEngine engine, DurableStore store) {
		this.engine = engine;
		this.client = JdbcClient.create(store.dataSource());
		this.transactions = new TransactionTemplate(new DataSourceTransactionManager(store.dataSource()));
	}

	/**
	 * Run until the standard input ends.
	 * @param arguments the folder with the keys, the base URL, the database
	 */
	public static void main(String[] arguments) throws IOException {
		WechatPayHkClient client = client(Path.of(arguments[0]), URI.create(arguments[1]));
		try (DurableStore store = store(arguments[2]);
				DurableReversalEngine engine = DurableReversalEngine
					.builder(store, DurableMerchants.of(DurableMerchant.of(client)))
					.settings(settings())
					.transactionListener((event) -> book(event, store))
					.listener(CrashNode::tell)
					.build()) {
			engine.start();
			System.out.println("READY");
			new CrashNode(engine, store).serve();
		}
	}

	static WechatPayHkClient client(Path keys, URI baseUrl) throws IOException {
		Properties settings = SimulatorProcess.settings(keys);
		MerchantCredential credential = new MerchantCredential(
				SerialNumber.of(settings.getProperty("wechatpay.hk.merchant-serial-number")),
				Signer.rsa(PrivateKeyReader.read(Files.readString(keys.resolve("apiclient_key.pem")))));
		ExchangeLimits limits = ExchangeLimits.defaults();
		PlatformKeys platformKeys = PlatformKeys.publicKey(
				SerialNumber.of(settings.getProperty("wechatpay.hk.public-key-id")),
				PublicKeyReader.read(Files.readString(keys.resolve("pub_key.pem"))));
		return WechatPayHkClient
			.builder(MerchantIds.direct(settings.getProperty("wechatpay.hk.mchid")), credential, platformKeys)
			.appid("wx8888888888888888")
			.apiV3Key(ApiV3Key.of(SimulatedMerchant.DEFAULT_API_V3_KEY))
			.baseUrl(baseUrl)
			.limits(new ExchangeLimits(Duration.ofMinutes(1), limits.maxRequestSize(), limits.maxResponseSize()))
			.build();
	}

	static DurableReversalSettings settings() {
		DurableReversalSettings defaults = DurableReversalSettings.defaults();
		return new DurableReversalSettings(Duration.ofSeconds(1), defaults.longestPause(), defaults.attentionAfter(),
				defaults.retention(), 4, Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(20));
	}

	static DurableStore store(String database) {
		if (!database.startsWith("jdbc:")) {
			return DurableStore.embedded(Path.of(database));
		}
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(database);
		config.setMaximumPoolSize(8);
		config.setMinimumIdle(1);
		config.setConnectionTimeout(2000);
		return DurableStore.of(new HikariDataSource(config));
	}

	private static void book(DurableReversalEvent event, DurableStore store) {
		if (event instanceof DurableReversalEvent.Ended ended) {
			JdbcClient.create(store.dataSource())
				.sql("insert into shop_reversed (out_trade_no) values (?)")
				.param(ended.reversal().request().outTradeNo())
				.update();
		}
	}

	/**
	 * Acknowledge an event only when the test says so, who may kill this process instead.
	 */
	private static void tell(DurableReversalEvent event) {
		if (event instanceof DurableReversalEvent.Ended ended) {
			String order = ended.reversal().request().outTradeNo();
			System.out.println("TELLING " + order);
			try {
				TOLD.computeIfAbsent(order, (key) -> new CountDownLatch(1)).await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			System.out.println("ENDED " + ended.reversal().id());
			System.out.println("TOLD " + order);
		}
	}

	private void serve() throws IOException {
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String line = input.readLine();
		while (line != null) {
			String[] words = line.split(" ");
			switch (words[0]) {
				case "reversal" -> schedule(words[1]);
				case "told" -> TOLD.computeIfAbsent(words[1], (key) -> new CountDownLatch(1)).countDown();
				case "waiting" -> System.out.println("RESPONSE " + waiting());
				default -> throw new IllegalArgumentException(line);
			}
			line = input.readLine();
		}
	}

	private void schedule(String order) {
		try {
			this.transactions.executeWithoutResult((status) -> {
				this.client.sql("insert into shop_cancelled (out_trade_no) values (?)").param(order).update();
				this.engine.reversals().schedule(ReverseOrderRequest.outTradeNo(order));
			});
			System.out.println("SCHEDULED " + order);
		}
		catch (ReversalStoreException | TransactionException | DataAccessException ex) {
			System.out.println("FAILED " + order + " " + ex.getClass().getSimpleName() + ": " + ex.getMessage());
		}
	}

	private String waiting() {
		try {
			long undelivered = this.client.sql("select count(*) from wechatpay_hk_event").query(Long.class).single();
			return String.valueOf(this.engine.reversals().backlog().waiting() + undelivered);
		}
		catch (ReversalStoreException | DataAccessException ex) {
			return "unknown";
		}
	}

}
