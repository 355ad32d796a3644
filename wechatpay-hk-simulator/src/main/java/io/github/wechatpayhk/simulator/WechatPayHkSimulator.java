package io.github.wechatpayhk.simulator;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.wechatpayhk.simulator.door.WireMockDoor;
import io.github.wechatpayhk.simulator.gateway.CertificatesOperation;
import io.github.wechatpayhk.simulator.gateway.GatewayParts;
import io.github.wechatpayhk.simulator.gateway.RandomIds;
import io.github.wechatpayhk.simulator.gateway.SimulatedGateway;
import io.github.wechatpayhk.simulator.journal.RequestJournal;
import io.github.wechatpayhk.simulator.merchant.Merchants;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.OrderBook;
import io.github.wechatpayhk.simulator.order.QueryOperation;
import io.github.wechatpayhk.simulator.order.ReverseOperation;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.platform.PlatformSettings;
import io.github.wechatpayhk.simulator.platform.SimulatedPlatform;
import io.github.wechatpayhk.simulator.protocol.IdsReader;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.Routes;
import io.github.wechatpayhk.simulator.signature.RequestVerifier;
import io.github.wechatpayhk.simulator.time.Agenda;
import io.github.wechatpayhk.simulator.time.SimulatedClock;

/**
 * A practice gateway of WeChat Pay Hong Kong: it verifies signatures as strictly as the
 * real one, keeps orders, signs its answers. It listens on the loopback interface until
 * it is closed. <pre>{@code
 * try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start()) {
 *     simulator.orders().put(SimulatedOrder.quickPay("T1"));
 *     reverse(simulator.baseUrl(), "T1");
 *     assert simulator.orders().state("T1") == TradeState.REVOKED;
 * }
 * }</pre>
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class WechatPayHkSimulator implements AutoCloseable {

	/**
	 * The number of the paid Quick Pay order that every simulator knows from the start.
	 */
	public static final String PAID_ORDER = "1217752501201407033233368018";

	/**
	 * WeChat Pay's id of {@link #PAID_ORDER}.
	 */
	public static final String PAID_TRANSACTION = "4200000000002104083200000488";

	private final SimulatedClock clock;

	private final Agenda agenda;

	private final Merchants merchants;

	private final SimulatedPlatform platform;

	private final OrderBook orders;

	private final RequestJournal journal;

	private final SimulatedGateway gateway;

	private final WireMockDoor door;

	private WechatPayHkSimulator(Builder builder) {
		this.clock = SimulatedClock.of(builder.clock);
		this.agenda = new Agenda(this.clock);
		this.merchants = new Merchants(
				builder.merchants.isEmpty() ? List.of(SimulatedMerchant.builder().build()) : builder.merchants);
		this.platform = builder.platform.start(this.clock, new SecureRandom());
		this.orders = new OrderBook(this.clock);
		this.journal = new RequestJournal(builder.journalCapacity);
		this.gateway = new SimulatedGateway(parts(builder));
		this.orders
			.put(SimulatedOrder.quickPay(PAID_ORDER).transactionId(PAID_TRANSACTION).merchant(this.merchants.first()));
		this.door = WireMockDoor.open(this.gateway, builder.address, builder.port);
	}

	private GatewayParts parts(Builder builder) {
		RandomIds ids = new RandomIds(new Random(builder.seed));
		Map<Operation, OperationHandler> handlers = new EnumMap<>(Operation.class);
		handlers.put(Operation.QUERY, new QueryOperation(this.orders));
		handlers.put(Operation.REVERSE, new ReverseOperation(this.orders));
		handlers.put(Operation.CERTIFICATES, new CertificatesOperation(this.platform, this.merchants, ids));
		return new GatewayParts(this.clock, this.agenda, new Routes(), new RequestVerifier(this.merchants, this.clock),
				new IdsReader(this.merchants, true), handlers, this.platform, this.journal, ids);
	}

	/**
	 * Start a simulator with all defaults: a free port, generated keys, the system's
	 * time.
	 * @return the running simulator
	 */
	public static WechatPayHkSimulator start() {
		return builder().start();
	}

	/**
	 * Return a builder with all defaults.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the base URL of the paths below {@code /hk/v3}.
	 * @return the URL, which ends in {@code /hk/}
	 */
	public URI baseUrl() {
		return URI.create(globalBaseUrl() + "hk/");
	}

	/**
	 * Return the base URL of the paths below {@code /v3/global}.
	 * @return the URL, which ends in a slash
	 */
	public URI globalBaseUrl() {
		return URI.create("http://127.0.0.1:" + this.door.port() + "/");
	}

	/**
	 * Return the merchant that was registered first.
	 * @return the merchant with its keys
	 */
	public SimulatedMerchant merchant() {
		return this.merchants.first();
	}

	/**
	 * Return all merchants.
	 * @return the merchants, in the order of registration
	 */
	public List<SimulatedMerchant> merchants() {
		return this.merchants.all();
	}

	/**
	 * Return the keys of WeChat Pay's side.
	 * @return the platform
	 */
	public SimulatedPlatform platform() {
		return this.platform;
	}

	/**
	 * Return the order book.
	 * @return the order book
	 */
	public OrderBook orders() {
		return this.orders;
	}

	/**
	 * Return the requests that were received.
	 * @return the journal
	 */
	public RequestJournal requests() {
		return this.journal;
	}

	/**
	 * Return the clock that drives everything.
	 * @return the clock
	 */
	public SimulatedClock clock() {
		return this.clock;
	}

	/**
	 * Move the clock forward and let everything happen that falls due.
	 * @param time how far
	 */
	public void advance(Duration time) {
		this.clock.advance(time);
		this.agenda.run();
	}

	/**
	 * Return the gateway, to be asked without a network.
	 * @return the gateway
	 */
	public SimulatedGateway gateway() {
		return this.gateway;
	}

	/**
	 * Return the server underneath, for stubs of one's own. They go before the gateway,
	 * and a reset of the server leaves the gateway in place.
	 * @return the WireMock server
	 */
	public WireMockServer wireMock() {
		return this.door.server();
	}

	@Override
	public void close() {
		this.door.close();
	}

	/**
	 * Shows the base URL.
	 */
	@Override
	public String toString() {
		return "WechatPayHkSimulator[" + baseUrl() + "]";
	}

	/**
	 * Collects the settings of a simulator.
	 */
	public static final class Builder {

		private String address = "127.0.0.1";

		private int port;

		private InstantSource clock = SimulatedClock.ticking();

		private long seed = new Random().nextLong();

		private final List<SimulatedMerchant> merchants = new ArrayList<>();

		private PlatformSettings platform = PlatformSettings.defaults();

		private int journalCapacity = 1000;

		private Builder() {
		}

		/**
		 * Listen on a given port instead of a free one.
		 * @param number the port
		 * @return this builder
		 */
		public Builder port(int number) {
			this.port = number;
			return this;
		}

		/**
		 * Listen on a given address instead of the loopback interface's.
		 * @param value the address
		 * @return this builder
		 */
		public Builder address(String value) {
			this.address = value;
			return this;
		}

		/**
		 * Run by a given clock instead of the system's.
		 * @param source the clock
		 * @return this builder
		 */
		public Builder clock(InstantSource source) {
			this.clock = source;
			return this;
		}

		/**
		 * Fix all chance: the same seed gives the same run.
		 * @param number the seed
		 * @return this builder
		 */
		public Builder seed(long number) {
			this.seed = number;
			return this;
		}

		/**
		 * Register a merchant. The first one replaces the default merchant.
		 * @param merchant the merchant
		 * @return this builder
		 */
		public Builder merchant(SimulatedMerchant merchant) {
			this.merchants.add(merchant);
			return this;
		}

		/**
		 * Change the platform's keys.
		 * @param change the change of the settings
		 * @return this builder
		 */
		public Builder platform(UnaryOperator<PlatformSettings> change) {
			this.platform = change.apply(this.platform);
			return this;
		}

		/**
		 * Choose which kinds of platform key are offered.
		 * @param mode the mode
		 * @return this builder
		 */
		public Builder mode(PlatformMode mode) {
			return platform((settings) -> settings.withMode(mode));
		}

		/**
		 * Set how many requests the journal keeps.
		 * @param requests the number of requests
		 * @return this builder
		 */
		public Builder journalCapacity(int requests) {
			this.journalCapacity = requests;
			return this;
		}

		/**
		 * Start the simulator.
		 * @return the running simulator
		 */
		public WechatPayHkSimulator start() {
			return new WechatPayHkSimulator(this);
		}

	}

}
