package io.github.wechatpayhk.documentation.moving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.wechatpayhk.Merchant;
import io.github.wechatpayhk.clients.MerchantSource;
import io.github.wechatpayhk.key.KeyStoreReader;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformTrust;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Merchants from a source of the application's own, as {@link FormerTenants} were.
 */
class Tenants implements MerchantSource {

	private final Path secrets;

	private final ApiV3Key apiV3Key;

	Tenants(Path secrets, ApiV3Key apiV3Key) {
		this.secrets = secrets;
		this.apiV3Key = apiV3Key;
	}

	@Override
	public Mono<Merchant> find(String name) {
		return Mono.fromCallable(() -> load(this.secrets.resolve(name + ".p12")))
			.subscribeOn(Schedulers.boundedElastic());
	}

	private Merchant load(Path keyStore) throws IOException {
		return Merchant.of(MerchantIds.direct("1900000109"),
				KeyStoreReader.read(Files.readAllBytes(keyStore), "1900000109").credential(),
				PlatformTrust.certificates(this.apiV3Key));
	}

}
