package io.github.wechatpayhk.autoconfigure;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.resilience.CallingMerchant;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformKeys.TrustState;
import org.jspecify.annotations.Nullable;

/**
 * The merchants that an application has at present, for health checks and metrics: the
 * default one, and those of the configuration that are loaded. Merchants of a
 * {@link io.github.wechatpayhk.clients.MerchantSource} of the application, of which there
 * may be thousands, are left out. Looking loads nothing and asks nobody.
 *
 * @since 0.1.0
 */
public final class HeldMerchants {

	/**
	 * The name that stands for each merchant which is not in the configuration.
	 */
	public static final String OTHER_NAME = "other";

	private final WechatPayHkConnectionDetails details;

	private final WechatPayHkClient client;

	private final WechatPayHkClients clients;

	private final MerchantCredential credential;

	HeldMerchants(WechatPayHkConnectionDetails details, WechatPayHkClient client, WechatPayHkClients clients,
			MerchantCredential credential) {
		this.details = details;
		this.client = client;
		this.clients = clients;
		this.credential = credential;
	}

	/**
	 * Carry the calls of a named merchant through like those of the default one.
	 * @param name the name of the merchant
	 * @param client its client
	 * @param details tells which merchants are configured
	 * @param calls the calls of the default merchant
	 * @return the calls of the named merchant
	 */
	public static ResilientCalls calls(String name, WechatPayHkClient client, WechatPayHkConnectionDetails details,
			ResilientCalls calls) {
		String observedName = details.getMerchants().containsKey(name) ? name : OTHER_NAME;
		return calls.forMerchant(new CallingMerchant(client.merchantIds().signer(), observedName, client.generation()),
				client.baseUrl());
	}

	/**
	 * Return the merchants as they are at this moment.
	 * @return the merchants, the default one first
	 */
	public Collection<HeldMerchant> all() {
		List<HeldMerchant> held = new ArrayList<>();
		held.add(held(CallingMerchant.DEFAULT_NAME, this.client, this.credential, this.details.getMerchant()));
		Map<String, WechatPayHkConnectionDetails.Merchant> configured = this.details.getMerchants();
		this.clients.loaded().forEach((name, loaded) -> {
			WechatPayHkConnectionDetails.Merchant merchant = configured.get(name);
			if (merchant != null) {
				held.add(held(name, loaded, merchant.getCredential(), merchant));
			}
		});
		return held;
	}

	private static HeldMerchant held(String name, WechatPayHkClient client, MerchantCredential credential,
			WechatPayHkConnectionDetails.Merchant details) {
		return new HeldMerchant(name, client.merchantIds().signer(), credential.serialNumber(),
				details.getCertificate(), client.platformKeys());
	}

	/**
	 * Name a merchant number to metrics, which must not have too many of them.
	 * @param mchid a number that signs
	 * @return the number if the configuration knows it, else {@link #OTHER_NAME}
	 */
	public String boundedMchid(String mchid) {
		boolean isKnown = this.client.merchantIds().signer().equals(mchid) || this.details.getMerchants()
			.values()
			.stream()
			.anyMatch((merchant) -> merchant.getIds().signer().equals(mchid));
		return isKnown ? mchid : OTHER_NAME;
	}

	/**
	 * A merchant, and its keys.
	 *
	 * @param name its name, {@code default} for the one without a name
	 * @param mchid the number that signs
	 * @param serialNumber the serial number under which it signs at present
	 * @param certificate its API certificate, or {@code null} if only the serial number
	 * is known
	 * @param platformKeys the keys of WeChat Pay that it trusts
	 */
	public record HeldMerchant(String name, String mchid, SerialNumber serialNumber,
			@Nullable X509Certificate certificate, PlatformKeys platformKeys) {

		/**
		 * Return what is trusted at this moment.
		 * @return the state
		 */
		public TrustState trust() {
			return this.platformKeys.state();
		}

	}

}
