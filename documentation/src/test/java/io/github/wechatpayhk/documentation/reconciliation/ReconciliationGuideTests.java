package io.github.wechatpayhk.documentation.reconciliation;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.reconciliation.Difference;
import io.github.wechatpayhk.reconciliation.LedgerEntry;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.statement.StatementService;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The books of the guide against a statement of the simulator.
 */
class ReconciliationGuideTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

	@Test
	void comparesAndReports(@TempDir Path directory) {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
			.clock(SimulatedClock.standing(Instant.parse("2026-11-28T15:59:59Z")))
			.start()) {
			simulator.advance(Duration.ofHours(11));
			DailyBooks books = books(simulator);

			assertThat(books.differences(DAY).collectList().block(LONG_ENOUGH)).extracting(Difference::kind)
				.containsExactly(Difference.Kind.REVERSED_HERE_PAID_THERE, Difference.Kind.REFUNDED_HERE_ONLY);
			Path file = directory.resolve("differences.csv");
			assertThat(books.report(DAY,
					Flux.just(new LedgerEntry(WechatPayHkSimulator.PAID_ORDER, LedgerEntry.State.PAID,
							OrderAmount.hkd(889))),
					file)
				.block(LONG_ENOUGH)).singleElement()
				.satisfies((totals) -> assertThat(totals.paid()).isEqualByComparingTo("8.88"));
			assertThat(file).content().hasLineCount(2).contains("AMOUNTS_DIFFER,PAYMENT", ",8.89,", ",8.88,");
		}
	}

	private static DailyBooks books(WechatPayHkSimulator simulator) {
		WechatPayHkClient client = WechatPayHkClient
			.builder(MerchantIds.direct("1900000109"),
					new MerchantCredential(SerialNumber.of(simulator.merchant().serialNumber()),
							Signer.rsa(simulator.merchant().privateKey())),
					PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
							simulator.platform().publicKey()))
			.baseUrl(simulator.baseUrl())
			.clock(simulator.clock())
			.build();
		return new DailyBooks(StatementService.create(client)) {

			@Override
			Flux<ShopPayment> payments(LocalDate day) {
				return Flux.just(new ShopPayment(WechatPayHkSimulator.PAID_ORDER, 888, true));
			}

			@Override
			Flux<ShopRefund> refunds(LocalDate day) {
				return Flux.just(new ShopRefund("R1", 100));
			}

		};
	}

}
