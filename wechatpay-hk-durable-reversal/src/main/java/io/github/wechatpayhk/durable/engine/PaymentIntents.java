package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurablePayment;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.store.PaymentRow;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.quickpay.QuickPayEnding;
import io.github.wechatpayhk.quickpay.QuickPayIntent;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import io.github.wechatpayhk.quickpay.QuickPayIntents;
import io.github.wechatpayhk.quickpay.QuickPayResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Remembers the payments of one merchant in the database, each with a plan to take it
 * over when nobody can be working on it any more.
 */
final class PaymentIntents implements QuickPayIntents {

	private final Storage storage;

	private final DurableMerchants merchants;

	private final @Nullable String merchant;

	private final Duration takenOverAfter;

	private final InstantSource clock;

	PaymentIntents(Storage storage, DurableMerchants merchants, @Nullable String merchant, Duration takenOverAfter,
			InstantSource clock) {
		this.storage = storage;
		this.merchants = merchants;
		this.merchant = merchant;
		this.takenOverAfter = takenOverAfter;
		this.clock = clock;
	}

	@Override
	public Mono<Void> open(QuickPayIntent intent) {
		return blocking((signer) -> this.storage.run("Payment '" + intent.outTradeNo() + "' is not remembered",
				() -> open(intent, signer)));
	}

	private Mono<Void> blocking(Consumer<String> work) {
		return this.merchants.find(this.merchant)
			.publishOn(Schedulers.boundedElastic())
			.doOnNext((found) -> work.accept(found.ids().signer()))
			.then();
	}

	private void open(QuickPayIntent intent, String signer) {
		Optional<PaymentRow> known = this.storage.payments().lock(signer, intent.outTradeNo());
		known.map(PaymentRow::payment).ifPresent((payment) -> {
			throw (payment.endedAt() == null) ? underWay(intent) : ended(payment);
		});
		Instant now = this.clock.instant();
		DurablePayment payment = new DurablePayment(UUID.randomUUID().toString(), this.merchant, signer, intent,
				DurablePayment.State.OPEN, null, now, null);
		if (!this.storage.payments().insert(payment)) {
			throw underWay(intent);
		}
		this.storage.plans().plan(Plans.PAYMENT, payment.id(), now.plus(this.takenOverAfter));
	}

	private static ReversalConflictException underWay(QuickPayIntent intent) {
		return new ReversalConflictException("Payment '" + intent.outTradeNo()
				+ "' is under way already, or is still being brought to its end: use another number");
	}

	private static ReversalConflictException ended(DurablePayment payment) {
		return new ReversalConflictException("Payment '" + payment.intent().outTradeNo() + "' has ended "
				+ payment.state() + " at " + payment.endedAt() + ": use another number");
	}

	@Override
	public Mono<Void> giveUp(QuickPayIntent intent, GivenUp reason) {
		return blocking((signer) -> this.storage
			.run("That payment '" + intent.outTradeNo() + "' is given up is not remembered", () -> this.storage
				.payments()
				.lock(signer, intent.outTradeNo())
				.ifPresent((row) -> this.storage.payments().giveUp(row.payment().id(), reason, this.clock.instant()))));
	}

	@Override
	public Mono<Void> close(QuickPayIntent intent, QuickPayResult result) {
		return blocking((signer) -> this.storage.run("The end of payment '" + intent.outTradeNo() + "' is not noted",
				() -> this.storage.payments()
					.lock(signer, intent.outTradeNo())
					.ifPresent((row) -> close(row.payment(), result))));
	}

	private void close(DurablePayment payment, QuickPayResult result) {
		Instant now = this.clock.instant();
		if (result.ending() == QuickPayEnding.UNKNOWN) {
			this.storage.payments().plan(payment.id(), 0, Duration.ZERO, result.advice(), now);
			this.storage.plans().plan(Plans.PAYMENT, payment.id(), now);
			return;
		}
		this.storage.payments().move(payment.id(), end(result.ending()), result.advice(), now);
		this.storage.plans().drop(Plans.PAYMENT, payment.id());
	}

	static DurablePayment.State end(QuickPayEnding ending) {
		return switch (ending) {
			case PAID -> DurablePayment.State.PAID;
			case REVERSED_OR_CLOSED -> DurablePayment.State.REVERSED_OR_CLOSED;
			case REFUNDED -> DurablePayment.State.REFUNDED;
			case UNKNOWN -> DurablePayment.State.NEEDS_ATTENTION;
		};
	}

	@Override
	public Mono<Void> drop(QuickPayIntent intent) {
		return blocking(
				(signer) -> this.storage.run("That payment '" + intent.outTradeNo() + "' never began is not noted",
						() -> this.storage.payments().lock(signer, intent.outTradeNo()).ifPresent((row) -> {
							this.storage.payments().delete(row.payment().id());
							this.storage.plans().drop(Plans.PAYMENT, row.payment().id());
						})));
	}

}
