package io.github.wechatpayhk;

import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;

import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.trust.TestCertificates;
import io.github.wechatpayhk.trust.TestClock;
import io.github.wechatpayhk.trust.TestPlatform;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a merchant costs that is held, but not used: measured, and printed.
 */
class IdleMerchantTests {

	private static final int MERCHANTS = 2000;

	private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));

	private final TestPlatform platform = new TestPlatform(this.clock);

	@Test
	void costsSomeKilobytesAndNoThread() throws Exception {
		this.platform.list(
				this.platform.issue("01", this.clock.instant(), this.clock.instant().plus(Duration.ofDays(30))),
				this.platform.issue("02", this.clock.instant(), this.clock.instant().plus(Duration.ofDays(60))));
		KeyPair keyPair = TestCertificates.rsa();
		try (WechatPayHkClients clients = WechatPayHkClients.builder((name) -> Mono.just(merchant(name, keyPair)))
			.maximumSize(MERCHANTS)
			.clock(this.clock)
			.build()) {
			use(clients, 0, 100);
			int threads = ManagementFactory.getThreadMXBean().getThreadCount();
			long before = usedMemory();
			use(clients, 100, MERCHANTS - 100);
			long each = (usedMemory() - before) / (MERCHANTS - 100);
			System.out.println("An idle merchant with two certificates of its own takes " + each + " bytes");
			assertThat(clients.size()).isEqualTo(MERCHANTS);
			assertThat(each).isBetween(1000L, 40_000L);
			assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThanOrEqualTo(threads + 2);
		}
	}

	/**
	 * Everything that is kept after a first call is there after the keys were asked for.
	 */
	private static void use(WechatPayHkClients clients, int from, int count) {
		StepVerifier
			.create(Flux.range(from, count)
				.concatMap((number) -> clients.find(Integer.toString(1_900_000_000 + number)))
				.concatMap(WechatPayHkClient::warmUp))
			.expectComplete()
			.verify(Duration.ofMinutes(2));
	}

	private Merchant merchant(String name, KeyPair keyPair) {
		return Merchant.of(MerchantIds.direct(name),
				new MerchantCredential(SerialNumber.of(name), Signer.rsa(copy(keyPair.getPrivate()))),
				(source, time) -> PlatformTrust.certificates(ApiV3Key.of(TestPlatform.API_V3_KEY))
					.keys(() -> Mono.fromSupplier(this.platform::listResponse), time));
	}

	private static PrivateKey copy(PrivateKey key) {
		try {
			return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long usedMemory() {
		long used = Long.MAX_VALUE;
		for (int attempt = 0; attempt < 5; attempt++) {
			System.gc();
			used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return used;
	}

}
