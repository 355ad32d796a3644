package io.github.wechatpayhk.simulator.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.simulator.merchant.Merchants;
import io.github.wechatpayhk.simulator.platform.PlatformCertificate;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.platform.SimulatedPlatform;
import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.RandomIds;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.protocol.Times;
import io.github.wechatpayhk.simulator.signature.Aead;

/**
 * Lists the platform certificates, encrypted under the APIv3 key of the merchant that
 * asks.
 *
 * @since 0.1.0
 */
public final class CertificatesOperation implements OperationHandler {

	private static final String ASSOCIATED_DATA = "certificate";

	private final SimulatedPlatform platform;

	private final Merchants merchants;

	private final RandomIds ids;

	/**
	 * Create the operation.
	 * @param platform the platform whose certificates are listed
	 * @param merchants the merchants with their APIv3 keys
	 * @param ids makes nonces
	 */
	public CertificatesOperation(SimulatedPlatform platform, Merchants merchants, RandomIds ids) {
		this.platform = platform;
		this.merchants = merchants;
		this.ids = ids;
	}

	@Override
	public Reply handle(Call call) {
		if (this.platform.mode() == PlatformMode.PUBLIC_KEY) {
			throw new ApiProblem(404, "NOT_FOUND", "This merchant has no platform certificate, it uses the public key");
		}
		String apiV3Key = this.merchants.signedBy(call.signer()).get(0).apiV3Key();
		List<Object> data = new ArrayList<>();
		for (PlatformCertificate listed : this.platform.listed()) {
			data.add(entry(listed, apiV3Key));
		}
		return Reply.json(200, Map.of("data", data));
	}

	private Map<String, Object> entry(PlatformCertificate listed, String apiV3Key) {
		String nonce = this.ids.aeadNonce();
		Map<String, Object> encrypted = new LinkedHashMap<>();
		encrypted.put("algorithm", Aead.ALGORITHM);
		encrypted.put("nonce", nonce);
		encrypted.put("associated_data", ASSOCIATED_DATA);
		encrypted.put("ciphertext", Aead.encrypt(apiV3Key, nonce, ASSOCIATED_DATA, listed.certificatePem()));
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("serial_no", listed.serialNumber());
		entry.put("effective_time", Times.write(listed.certificate().getNotBefore().toInstant()));
		entry.put("expire_time", Times.write(listed.certificate().getNotAfter().toInstant()));
		entry.put("encrypt_certificate", encrypted);
		return entry;
	}

}
