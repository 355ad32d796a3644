package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.OnlinePaymentServices;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.Refund.RefundedAmount;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.refund.RefundService.RefundList;
import io.github.wechatpayhk.refund.RefundStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/**
 * Refunds under random banks, notifications, gateways, operators, crashes and two nodes.
 */
class RefundModelTests {

	@TempDir
	private Path directory;

	private RefundModel model;

	@BeforeEach
	void createModel() {
		this.model = new RefundModel(this.directory);
	}

	@AfterEach
	void closeModel() {
		this.model.close();
	}

	@Test
	void everyRefundEndsOnceAndAsTheShopWasTold() {
		ModelSeeds.assertNothingIsBroken((seed) -> this.model.broken(seed, RefundModel.Mutant.NONE));
	}

	private void assertIsKilled(RefundModel.Mutant mutant, String... rules) {
		ModelSeeds.assertIsKilled((seed) -> this.model.broken(seed, mutant), rules);
	}

	private static RefundModel.Mutant calling(Function<RefundService, RefundService> change) {
		return new RefundModel.Mutant() {

			@Override
			public DurableMerchant merchant(DurableMerchant merchant) {
				OnlinePaymentServices online = merchant.online();
				return new DurableMerchant(merchant.ids(), merchant.reverse(), merchant.query(), merchant.quickPay(),
						new OnlinePaymentServices(online.client(), online.place(), online.close(),
								change.apply(online.refund())));
			}

		};
	}

	private static RefundModel.Mutant sending(Function<RefundService, Function<RefundRequest, Mono<Refund>>> change) {
		return calling((service) -> with(service, change.apply(service), service::query));
	}

	private static RefundModel.Mutant querying(
			Function<RefundService, Function<RefundReference, Mono<Refund>>> change) {
		return calling((service) -> with(service, service::refund, change.apply(service)));
	}

	private static RefundService with(RefundService service, Function<RefundRequest, Mono<Refund>> refund,
			Function<RefundReference, Mono<Refund>> query) {
		return new RefundService() {

			@Override
			public Mono<Refund> refund(RefundRequest request) {
				return refund.apply(request);
			}

			@Override
			public Mono<Refund> query(RefundReference reference) {
				return query.apply(reference);
			}

			@Override
			public Mono<RefundList> list(OrderReference order, int offset, int count) {
				return service.list(order, offset, count);
			}

		};
	}

	private static RefundModel.Mutant showing(RefundStatus seen, RefundStatus told) {
		return querying((service) -> (reference) -> service.query(reference)
			.map((refund) -> seen.equals(refund.status()) ? with(refund, told, refund.amount()) : refund));
	}

	private static Refund with(Refund refund, RefundStatus status, RefundedAmount amount) {
		return new Refund(refund.id(), refund.outRefundNo(), refund.transactionId(), refund.outTradeNo(),
				refund.channel(), refund.recvAccount(), refund.fundSource(), status, refund.successTime(),
				refund.createTime(), amount, refund.promotionDetail(), refund.other());
	}

	private static Refund refund(RefundReference reference, RefundStatus status, long amount) {
		return new Refund(null, String.valueOf(reference.outRefundNo()), null, null, null, null, null, status, null,
				null, new RefundedAmount(amount, null, CurrencyCode.HKD, null, null, null, null), null, null);
	}

	private static WechatPayHkApiException refusal() {
		return new WechatPayHkApiException(403, SignatureStatus.VERIFIED, null, "NOT_ENOUGH", null, null);
	}

	private static RefundModel.Mutant notified(String seen, String told) {
		return new RefundModel.Mutant() {

			@Override
			public String status(String status) {
				return status.equals(seen) ? told : status;
			}

		};
	}

	@Test
	void failsWhenAQueryDoesNotCompareTheAmount() {
		AtomicInteger amount = new AtomicInteger();
		assertIsKilled(calling((service) -> with(service, (request) -> {
			amount.set((int) request.amount().refund());
			return service.refund(request);
		}, (reference) -> service.query(reference)
			.map((refund) -> with(refund, refund.status(),
					new RefundedAmount((long) amount.get(), null, CurrencyCode.HKD, null, null, null, null))))),
				"told refunded", "told closed");
	}

	@Test
	void failsWhenANotificationDoesNotCompareTheAmount() {
		assertIsKilled(new RefundModel.Mutant() {

			@Override
			public long amount(long named, long expected) {
				return expected;
			}

		}, "told refunded", "told closed");
	}

	@Test
	void failsWhenAnAcceptedRefundCountsAsSuccess() {
		assertIsKilled(showing(RefundStatus.PROCESSING, RefundStatus.SUCCESS), "told refunded");
	}

	@Test
	void failsWhenAClosedRefundCountsAsSuccess() {
		assertIsKilled(showing(RefundStatus.CLOSED, RefundStatus.SUCCESS), "told refunded");
	}

	@Test
	void failsWhenARefundThatSucceededCountsAsClosed() {
		assertIsKilled(showing(RefundStatus.SUCCESS, RefundStatus.CLOSED), "told closed");
	}

	@Test
	void failsWhenARefundThatSucceededCountsAsAbnormal() {
		assertIsKilled(showing(RefundStatus.SUCCESS, RefundStatus.ABNORMAL), "told to act");
	}

	@Test
	void failsWhenANotificationOfAnAbnormalRefundCountsAsSuccess() {
		assertIsKilled(notified("ABNORMAL", "SUCCESS"), "told refunded");
	}

	@Test
	void failsWhenNoSuchRefundCountsAsClosed() {
		Map<String, Long> amounts = new HashMap<>();
		assertIsKilled(calling((service) -> with(service, (request) -> {
			amounts.put(request.outRefundNo(), request.amount().refund());
			return service.refund(request);
		}, (reference) -> service.query(reference)
			.onErrorResume((ex) -> ex instanceof WechatPayHkApiException api && api.status() == 404,
					(ex) -> Mono.just(refund(reference, RefundStatus.CLOSED,
							amounts.getOrDefault(String.valueOf(reference.outRefundNo()), 0L)))))),
				"told closed");
	}

	@Test
	void failsWhenAnUnsignedRefusalCountsAsProof() {
		assertIsKilled(sending((service) -> (request) -> service.refund(request)
			.onErrorMap((ex) -> ex instanceof WechatPayHkApiException api && api.status() == 403, (ex) -> refusal())),
				"told to act");
	}

	@Test
	void failsWhenAnUnknownOutcomeCountsAsRefusal() {
		assertIsKilled(sending((service) -> (request) -> service.refund(request)
			.onErrorMap((ex) -> ex instanceof WechatPayHkException failure && failure.outcome() == Outcome.UNKNOWN,
					(ex) -> refusal())),
				"told to act");
	}

	@Test
	void failsWhenEachRequestHasANumberOfItsOwn() {
		AtomicInteger number = new AtomicInteger();
		assertIsKilled(sending((service) -> (request) -> service.refund(RefundRequest
			.builder(OrderReference.outTradeNo(String.valueOf(request.outTradeNo())),
					request.outRefundNo() + number.incrementAndGet(), request.amount())
			.build()
			.withIds(request.ids()))), "own numbers");
	}

	@Test
	void failsWhenEachRequestHasABodyOfItsOwn() {
		AtomicInteger number = new AtomicInteger();
		assertIsKilled(
				sending((service) -> (request) -> service.refund(RefundRequest
					.builder(OrderReference.outTradeNo(String.valueOf(request.outTradeNo())), request.outRefundNo(),
							new RefundAmount(request.amount().refund(), request.amount().total(),
									request.amount().currency()))
					.reason("no. " + number.incrementAndGet())
					.build()
					.withIds(request.ids()))),
				"one body");
	}

	@Test
	void failsWhenThePaymentForgetsWhatWasRefunded() {
		assertIsKilled(new RefundModel.Mutant() {

			@Override
			public boolean isForgetful() {
				return true;
			}

		}, "money left");
	}

	@Test
	void failsWhenTheListenerIsNotInTheTransaction() {
		assertIsKilled(new RefundModel.Mutant() {

			@Override
			public boolean isBookKept(Random random) {
				return random.nextInt(4) != 0;
			}

		}, "one terminal state", "the book is that of the state");
	}

}
