package io.github.wechatpayhk.simulator;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.wechatpayhk.simulator.fault.Faults;
import io.github.wechatpayhk.simulator.gateway.CertificatesOperation;
import io.github.wechatpayhk.simulator.gateway.GatewayParts;
import io.github.wechatpayhk.simulator.gateway.SimulatedGateway;
import io.github.wechatpayhk.simulator.journal.RequestJournal;
import io.github.wechatpayhk.simulator.merchant.Merchants;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.notification.NotificationSender;
import io.github.wechatpayhk.simulator.notification.Notifications;
import io.github.wechatpayhk.simulator.order.OrderBook;
import io.github.wechatpayhk.simulator.order.OrderEvents;
import io.github.wechatpayhk.simulator.order.OrderJson;
import io.github.wechatpayhk.simulator.order.OrderOperations;
import io.github.wechatpayhk.simulator.order.Payers;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.platform.SimulatedPlatform;
import io.github.wechatpayhk.simulator.protocol.Ids;
import io.github.wechatpayhk.simulator.protocol.IdsReader;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.RandomIds;
import io.github.wechatpayhk.simulator.protocol.Routes;
import io.github.wechatpayhk.simulator.refund.RefundBook;
import io.github.wechatpayhk.simulator.refund.RefundJson;
import io.github.wechatpayhk.simulator.refund.RefundOperations;
import io.github.wechatpayhk.simulator.refund.SimulatedRefund;
import io.github.wechatpayhk.simulator.settlement.SettlementOperation;
import io.github.wechatpayhk.simulator.signature.RequestVerifier;
import io.github.wechatpayhk.simulator.signature.ResponseSigner;
import io.github.wechatpayhk.simulator.statement.StatementChanges;
import io.github.wechatpayhk.simulator.statement.StatementOperation;
import io.github.wechatpayhk.simulator.submerchant.SubMerchantBook;
import io.github.wechatpayhk.simulator.submerchant.SubMerchantOperations;
import io.github.wechatpayhk.simulator.time.EventQueue;
import io.github.wechatpayhk.simulator.time.SimulatedClock;

/**
 * Puts the parts of a simulator together.
 */
final class SimulatorFactory {

	private static final int KEPT_NOTIFICATIONS = 1000;

	final SimulatedClock clock;

	final EventQueue eventQueue;

	final Merchants merchants;

	final SimulatedPlatform platform;

	final OrderBook orders;

	final OrderEvents events;

	final Payers payers = new Payers();

	final RefundBook refunds;

	final SubMerchantBook subMerchants = new SubMerchantBook();

	final StatementChanges statementChanges = new StatementChanges();

	final Faults faults;

	final Notifications notifications = new Notifications(KEPT_NOTIFICATIONS);

	final RequestJournal journal;

	final SimulatedGateway gateway;

	final NotificationSender notificationSender;

	SimulatorFactory(SimulatorBuilder settings) {
		this.clock = SimulatedClock.of(settings.clock);
		this.eventQueue = new EventQueue(this.clock);
		SecureRandom random = random(settings);
		this.merchants = new Merchants(settings.merchants.isEmpty()
				? List.of(SimulatedMerchant.builder().random(random).build()) : settings.merchants);
		this.platform = settings.platform.start(this.clock, random);
		this.orders = new OrderBook(this.clock);
		this.faults = new Faults(settings.seed);
		this.journal = new RequestJournal(settings.journalCapacity);
		RandomIds ids = new RandomIds(new Random(settings.seed));
		ResponseSigner responseSigner = new ResponseSigner(this.clock, ids::nonce);
		this.notificationSender = new NotificationSender(this.notifications, settings.transport, this.eventQueue,
				this.platform, responseSigner, this.faults, ids);
		this.events = new OrderEvents(this.orders, this.eventQueue, settings.orderRules, this::paid);
		this.refunds = new RefundBook(this.orders, this.eventQueue, settings.refundRules, this::refunded);
		this.gateway = new SimulatedGateway(new GatewayParts(this.clock, this.eventQueue, settings.gatewayRules,
				new Routes(), new RequestVerifier(this.merchants, this.clock), new IdsReader(this.merchants),
				handlers(ids), this.faults, this.platform, responseSigner, this.journal, ids));
	}

	// Only this algorithm of the JDK draws the same numbers from the same seed.
	private static SecureRandom random(SimulatorBuilder settings) {
		if (!settings.isSeeded) {
			return new SecureRandom();
		}
		try {
			SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
			random.setSeed(ByteBuffer.allocate(Long.BYTES).putLong(settings.seed).array());
			return random;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java has no SHA1PRNG", ex);
		}
	}

	private Map<Operation, OperationHandler> handlers(RandomIds ids) {
		Map<Operation, OperationHandler> handlers = new EnumMap<>(Operation.class);
		handlers.putAll(new OrderOperations(this.orders, this.events, this.payers).handlers());
		handlers.putAll(new RefundOperations(this.orders, this.refunds).handlers());
		handlers.put(Operation.SETTLEMENTS, new SettlementOperation(this.orders, this.refunds));
		handlers.putAll(new SubMerchantOperations(this.subMerchants, this.platform, this.merchants).handlers());
		handlers.put(Operation.STATEMENT, new StatementOperation(this.orders, this.refunds, this.statementChanges));
		handlers.put(Operation.CERTIFICATES, new CertificatesOperation(this.platform, this.merchants, ids));
		return handlers;
	}

	private void paid(SimulatedOrder order, Instant at) {
		String url = order.notifyUrl();
		if (url != null) {
			this.notificationSender.send("TRANSACTION.SUCCESS", order.outTradeNo(), URI.create(url),
					OrderJson.of(order, order.ids()), apiV3Key(order.ids()), at);
		}
	}

	private void refunded(SimulatedRefund refund, Instant at) {
		String url = refund.notifyUrl();
		if (url != null) {
			this.notificationSender.send("REFUND." + refund.status().notified(), refund.order().outTradeNo(),
					URI.create(url), RefundJson.notified(refund), apiV3Key(refund.order().ids()), at);
		}
	}

	private String apiV3Key(Ids ids) {
		String signer = (ids.spMchid() != null) ? ids.spMchid() : String.valueOf(ids.mchid());
		List<SimulatedMerchant> merchants = this.merchants.signedBy(signer);
		return (merchants.isEmpty() ? this.merchants.first() : merchants.get(0)).apiV3Key();
	}

	void reset() {
		this.eventQueue.clear();
		this.faults.clear();
		this.payers.clear();
		this.orders.clear();
		this.refunds.clear();
		this.subMerchants.clear();
		this.statementChanges.clear();
		this.notifications.clear();
		this.journal.clear();
		putKnownOrders();
	}

	void putKnownOrders() {
		this.orders.put(SimulatedOrder.quickPay(WechatPayHkSimulator.PAID_ORDER)
			.transactionId(WechatPayHkSimulator.PAID_TRANSACTION)
			.merchant(this.merchants.first()));
	}

}
