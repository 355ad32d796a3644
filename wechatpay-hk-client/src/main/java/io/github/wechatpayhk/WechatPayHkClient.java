package io.github.wechatpayhk;

import java.net.URI;
import java.time.InstantSource;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.signature.AcceptedNonces;
import io.github.wechatpayhk.signature.PaymentStartSigner;
import io.github.wechatpayhk.signature.ResponseVerifier;
import io.github.wechatpayhk.signature.SignatureListener;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.webclient.JsonExchange;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * One merchant's way to WeChat Pay Hong Kong: a {@link WebClient} that signs and verifies
 * every exchange, and what the services need to know beside it. Immutable and safe for
 * concurrent use. Usable without Spring Boot:
 *
 * <pre class="code">
 * WechatPayHkClient client = WechatPayHkClient.create(MerchantIds.direct("1900000109"),
 *         new MerchantCredential(SerialNumber.of("444F..."), Signer.rsa(privateKey)),
 *         PlatformKeys.publicKey(SerialNumber.of("PUB_KEY_ID_..."), publicKey));
 * ReverseOrderService.create(client).reverse("1217752501201407033233368018").block();
 * </pre>
 *
 * @since 0.1.0
 */
public final class WechatPayHkClient {

	private final Merchant merchant;

	private final WebClient webClient;

	private final JsonExchange jsonExchange;

	private final PlatformKeys platformKeys;

	private final ResponseVerifier notificationVerifier;

	private final PaymentStartSigner paymentStartSigner;

	private final @Nullable String notifyUrl;

	private final InstantSource clock;

	WechatPayHkClient(WechatPayHkClientBuilder builder) {
		SignedWebClient signed = new SignedWebClient(builder);
		this.merchant = builder.merchant();
		this.platformKeys = signed.platformKeys();
		this.notificationVerifier = ResponseVerifier.create(this.platformKeys::find, builder.clock,
				builder.signatureProvider(), SignatureListener.none(), AcceptedNonces.repeatable());
		this.paymentStartSigner = signed.paymentStartSigner();
		this.notifyUrl = builder.notifyUrl;
		this.clock = builder.clock;
		this.webClient = signed.webClient();
		this.jsonExchange = signed.jsonExchange();
	}

	/**
	 * Create a client with the defaults of a {@link WechatPayHkClientBuilder}.
	 * @param merchantIds the numbers that go into the body of each call, unless the call
	 * names its own
	 * @param credential signs the requests
	 * @param platformKeys verify the responses
	 * @return the client
	 */
	public static WechatPayHkClient create(MerchantIds merchantIds, MerchantCredential credential,
			PlatformKeys platformKeys) {
		return builder(merchantIds, credential, platformKeys).build();
	}

	/**
	 * Create a client with the defaults of a {@link WechatPayHkClientBuilder}, whose keys
	 * may still have to be downloaded, in its name.
	 * @param merchantIds the numbers that go into the body of each call, unless the call
	 * names its own
	 * @param credential signs the requests
	 * @param trust says which keys verify the responses
	 * @return the client
	 */
	public static WechatPayHkClient create(MerchantIds merchantIds, MerchantCredential credential,
			PlatformTrust trust) {
		return builder(merchantIds, credential, trust).build();
	}

	/**
	 * Begin a client.
	 * @param merchantIds the numbers that go into the body of each call, unless the call
	 * names its own
	 * @param credential signs the requests
	 * @param platformKeys verify the responses
	 * @return a builder
	 */
	public static WechatPayHkClientBuilder builder(MerchantIds merchantIds, MerchantCredential credential,
			PlatformKeys platformKeys) {
		return builder(merchantIds, credential, PlatformTrust.of(platformKeys));
	}

	/**
	 * Begin a client whose keys may still have to be downloaded, in its name.
	 * @param merchantIds the numbers that go into the body of each call, unless the call
	 * names its own
	 * @param credential signs the requests
	 * @param trust says which keys verify the responses
	 * @return a builder
	 */
	public static WechatPayHkClientBuilder builder(MerchantIds merchantIds, MerchantCredential credential,
			PlatformTrust trust) {
		return builder(Merchant.of(merchantIds, credential, trust));
	}

	/**
	 * Begin a client of a merchant.
	 * @param merchant who it is, how it signs, whom it trusts, and where it calls
	 * @return a builder
	 */
	public static WechatPayHkClientBuilder builder(Merchant merchant) {
		return new WechatPayHkClientBuilder(merchant);
	}

	/**
	 * Return the client for any path of the API. Paths are relative to the base URL.
	 * Every response that it hands on was verified; with {@code retrieve()}, a response
	 * other than 200 and 204 is an exception of ours, 202 as well unless the request
	 * {@linkplain io.github.wechatpayhk.webclient.SignedExchange#ADMITS_ACCEPTED admits}
	 * it. Signing and verifying are the exchange function of this client: what
	 * {@link WebClient#mutate()} adds or removes stands around them, unless it sets
	 * another exchange function. Connector and codecs are fixed.
	 * @return the signed client
	 */
	public WebClient webClient() {
		return this.webClient;
	}

	/**
	 * Return the exchange of JSON over the signed client, which the services are made of.
	 * It trusts the unsigned refusals that the builder was told to trust.
	 * @return the exchange
	 */
	public JsonExchange jsonExchange() {
		return this.jsonExchange;
	}

	/**
	 * Return the generation whose paths are called.
	 * @return the generation
	 */
	public ApiGeneration generation() {
		return this.merchant.generation();
	}

	/**
	 * Return where calls go that name no other place.
	 * @return scheme, host and prefix, ending in a slash
	 */
	public URI baseUrl() {
		return this.merchant.effectiveBaseUrl();
	}

	/**
	 * Return the numbers that go into a call that names none.
	 * @return the configured ids
	 */
	public MerchantIds merchantIds() {
		return this.merchant.ids();
	}

	/**
	 * Return the numbers and application ids that go into an order or a refund that names
	 * none.
	 * @return the configured ids
	 */
	public ShopIds shopIds() {
		return this.merchant.shopIds();
	}

	/**
	 * Return the keys that verify the responses. Their {@link PlatformKeys#state() state}
	 * is for health checks and metrics.
	 * @return the keys
	 */
	public PlatformKeys platformKeys() {
		return this.platformKeys;
	}

	/**
	 * Return what verifies the notifications that the merchant receives: with the same
	 * keys and the same clock as its responses. It accepts a notification however often
	 * it is delivered. It reports no clock skew, as anybody can send a notification.
	 * @return the verifier
	 */
	public ResponseVerifier notificationVerifier() {
		return this.notificationVerifier;
	}

	/**
	 * Return what signs the start of a payment on the payer's device: with the same key,
	 * clock and nonces as the requests, on the same scheduler.
	 * @return the signer
	 */
	public PaymentStartSigner paymentStartSigner() {
		return this.paymentStartSigner;
	}

	/**
	 * Return the clock of time stamps, which also tells what day it is for statements.
	 * @return the clock
	 */
	public InstantSource clock() {
		return this.clock;
	}

	/**
	 * Return where the notifications of orders and refunds go that name no other place.
	 * @return the URL, or {@code null} if none was set
	 */
	public @Nullable String notifyUrl() {
		return this.notifyUrl;
	}

	/**
	 * Return the key that the merchant's notifications are encrypted with.
	 * @return the key, or {@code null} if none was set
	 */
	public @Nullable ApiV3Key apiV3Key() {
		return this.merchant.apiV3Key();
	}

	/**
	 * Make sure that there is a usable key before the first call needs it: downloads
	 * certificates if they are trusted and none is there yet.
	 * @return completes when there is a key, or fails with the
	 * {@link io.github.wechatpayhk.error.WechatPayHkRequestException} that a call would
	 * fail with
	 */
	public Mono<Void> warmUp() {
		return this.platformKeys.preferred()
			.switchIfEmpty(
					Mono.error(() -> new WechatPayHkRequestException(WechatPayHkRequestException.Reason.NO_PLATFORM_KEY,
							"There is no usable key of WeChat Pay to verify with", null)))
			.then();
	}

}
