package io.github.wechatpayhk.documentation.moving;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;

import io.github.wechatpayhk.Merchant;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.trust.ApiV3Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A former tenant's key store reverses here as well.
 */
class TenantsTests {

	@TempDir
	Path secrets;

	@Test
	void reversesWithTheKeyStoreOfATenant() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().mode(PlatformMode.CERTIFICATES).start()) {
			write(simulator.merchant(), this.secrets.resolve("kowloon.p12"));
			Tenants tenants = new Tenants(this.secrets, ApiV3Key.of(simulator.merchant().apiV3Key()));
			try (WechatPayHkClients clients = WechatPayHkClients
				.builder((name) -> tenants.find(name).map((merchant) -> at(merchant, simulator)))
				.build()) {
				clients.reverseOrderService("kowloon").reverse(WechatPayHkSimulator.PAID_ORDER).block();

				assertThat(simulator.orders().state(WechatPayHkSimulator.PAID_ORDER)).isEqualTo(TradeState.REVOKED);
				assertThatExceptionOfType(WechatPayHkRequestException.class)
					.isThrownBy(() -> clients.reverseOrderService("sha-tin").reverse("T1").block());
			}
		}
	}

	private static Merchant at(Merchant merchant, WechatPayHkSimulator simulator) {
		return merchant.withBaseUrl(simulator.baseUrl());
	}

	private static void write(SimulatedMerchant merchant, Path file) throws Exception {
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		keyStore.load(null, null);
		char[] password = merchant.mchid().toCharArray();
		keyStore.setKeyEntry("Tenpay Certificate", merchant.privateKey(), password,
				new Certificate[] { merchant.certificate() });
		try (OutputStream out = Files.newOutputStream(file)) {
			keyStore.store(out, password);
		}
	}

}
