package io.github.wechatpayhk.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.HeldMerchants;
import io.github.wechatpayhk.signature.SignatureProvider;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Tells where the client calls and as whom. No key, and nothing that opens one.
 */
final class WechatPayHkInfoContributor implements InfoContributor {

	private final WechatPayHkClient client;

	private final HeldMerchants merchants;

	private final SignatureProvider signatureProvider;

	WechatPayHkInfoContributor(WechatPayHkClient client, HeldMerchants merchants, SignatureProvider signatureProvider) {
		this.client = client;
		this.merchants = merchants;
		this.signatureProvider = signatureProvider;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> info = new LinkedHashMap<>();
		String version = WechatPayHkClient.class.getPackage().getImplementationVersion();
		if (version != null) {
			info.put("version", version);
		}
		info.put("generation", this.client.generation().name().toLowerCase(Locale.ROOT));
		info.put("baseUrl", this.client.baseUrl().toString());
		info.put("signatureProvider", this.signatureProvider.name());
		Map<String, Object> signers = new LinkedHashMap<>();
		this.merchants.all()
			.forEach((merchant) -> signers.put(merchant.name(),
					Map.of("mchid", merchant.mchid(), "serialNumber", merchant.serialNumber().toString())));
		info.put("merchants", signers);
		builder.withDetail("wechatPayHk", info);
	}

}
