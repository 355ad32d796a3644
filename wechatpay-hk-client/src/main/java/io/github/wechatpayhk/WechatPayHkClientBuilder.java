package io.github.wechatpayhk;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.wechatpayhk.error.UnsignedRefusals;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.signature.AcceptedNonces;
import io.github.wechatpayhk.signature.RandomNonces;
import io.github.wechatpayhk.signature.SignatureListener;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.SigningScheduler;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeFunctions;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builds a {@link WechatPayHkClient}. Not safe for concurrent use.
 *
 * @since 0.1.0
 * @see WechatPayHkClient#builder
 */
public final class WechatPayHkClientBuilder {

	ExchangeLimits limits = ExchangeLimits.defaults();

	InstantSource clock = InstantSource.system();

	SignatureListener signatureListener = SignatureListener.none();

	UnsignedRefusals unsignedRefusals = UnsignedRefusals.defaults();

	Consumer<WebClient.Builder> customizer = (builder) -> {
	};

	private Merchant merchant;

	@Nullable String notifyUrl;

	private List<URI> certificateHosts = List.of();

	private @Nullable Supplier<String> nonces;

	private @Nullable Scheduler signingScheduler;

	private @Nullable SignatureProvider signatureProvider;

	private @Nullable ClientHttpConnector connector;

	private @Nullable ExchangeFunction exchangeFunction;

	private @Nullable AcceptedNonces acceptedNonces;

	WechatPayHkClientBuilder(Merchant merchant) {
		this.merchant = merchant;
		appids(merchant.shopIds().appid(), merchant.shopIds().spAppid(), merchant.shopIds().subAppid());
	}

	/**
	 * Set the application id of a direct merchant. Orders and refunds need it, queries
	 * and reversals do not.
	 * @param appid the id, up to 32 letters and digits
	 * @return this builder
	 */
	public WechatPayHkClientBuilder appid(@Nullable String appid) {
		return appids(appid, shopIds().spAppid(), shopIds().subAppid());
	}

	/**
	 * Set the application id of an institution. Orders and refunds need it, queries and
	 * reversals do not.
	 * @param spAppid the id, up to 32 letters and digits
	 * @return this builder
	 */
	public WechatPayHkClientBuilder spAppid(@Nullable String spAppid) {
		return appids(shopIds().appid(), spAppid, shopIds().subAppid());
	}

	/**
	 * Set the application id of the sub-merchant, if it has one of its own.
	 * @param subAppid the id, up to 32 letters and digits
	 * @return this builder
	 */
	public WechatPayHkClientBuilder subAppid(@Nullable String subAppid) {
		return appids(shopIds().appid(), shopIds().spAppid(), subAppid);
	}

	/**
	 * Who it is say the merchant numbers alone.
	 */
	private WechatPayHkClientBuilder appids(@Nullable String appid, @Nullable String spAppid,
			@Nullable String subAppid) {
		MerchantIds ids = this.merchant.ids();
		this.merchant = this.merchant
			.withShopIds(new ShopIds(ids.mchid(), appid, ids.spMchid(), spAppid, ids.subMchid(), subAppid));
		return this;
	}

	/**
	 * Set the generation of the API, {@link ApiGeneration#HK} by default.
	 * @param generation the generation
	 * @return this builder
	 */
	public WechatPayHkClientBuilder generation(ApiGeneration generation) {
		this.merchant = this.merchant.withGeneration(generation);
		return this;
	}

	/**
	 * Set scheme, host and prefix, by default those of the generation.
	 * @param baseUrl an https URL, or an http one with a loopback address
	 * @return this builder
	 */
	public WechatPayHkClientBuilder baseUrl(URI baseUrl) {
		this.merchant = this.merchant.withBaseUrl(baseUrl);
		return this;
	}

	/**
	 * Set where the platform certificates are listed, by default at the path of the
	 * generation.
	 * @param path a path relative to the base URL; one that begins with a slash is
	 * relative to its host, and an absolute URL stands for itself
	 * @return this builder
	 */
	public WechatPayHkClientBuilder certificatesPath(String path) {
		this.merchant = this.merchant.withCertificatesPath(path);
		return this;
	}

	/**
	 * Set the hosts that certificates are downloaded from, by default the base URL alone.
	 * They are used only if the base URL is the first of them, as for the failover of
	 * calls.
	 * @param baseUrls the base URLs in the order in which they are asked, as of
	 * {@link io.github.wechatpayhk.resilience.FailoverSettings#baseUrls()}
	 * @return this builder
	 */
	public WechatPayHkClientBuilder certificateHosts(List<URI> baseUrls) {
		this.certificateHosts = List.copyOf(baseUrls);
		return this;
	}

	/**
	 * Set the key that the merchant's notifications are encrypted with, also in
	 * public-key mode. Needed to read them, and for nothing else.
	 * @param apiV3Key the key
	 * @return this builder
	 */
	public WechatPayHkClientBuilder apiV3Key(ApiV3Key apiV3Key) {
		this.merchant = this.merchant.withApiV3Key(apiV3Key);
		return this;
	}

	/**
	 * Set where the notifications of orders and refunds go that name no other place.
	 * @param notifyUrl https, without a query, up to 256 characters
	 * @return this builder
	 * @throws WechatPayHkRequestException if it has another form
	 */
	public WechatPayHkClientBuilder notifyUrl(@Nullable String notifyUrl) {
		this.notifyUrl = RequestField.NOTIFY_URL.requireOrNull(notifyUrl);
		return this;
	}

	/**
	 * Set bounds of time and size, {@link ExchangeLimits#defaults()} by default.
	 * @param limits the limits
	 * @return this builder
	 */
	public WechatPayHkClientBuilder limits(ExchangeLimits limits) {
		this.limits = limits;
		return this;
	}

	/**
	 * Set which refusals without a signature count as
	 * {@link io.github.wechatpayhk.error.Outcome#REJECTED},
	 * {@link UnsignedRefusals#CODES_ONLY} by default. All others are
	 * {@link io.github.wechatpayhk.error.Outcome#UNKNOWN}.
	 * @param unsignedRefusals the refusals that are trusted
	 * @return this builder
	 */
	public WechatPayHkClientBuilder trustUnsignedRefusals(UnsignedRefusals unsignedRefusals) {
		this.unsignedRefusals = unsignedRefusals;
		return this;
	}

	/**
	 * Set the clock for time stamps and their verification, the system's by default.
	 * @param clock the clock
	 * @return this builder
	 */
	public WechatPayHkClientBuilder clock(InstantSource clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Set where nonces come from, {@link RandomNonces} by default.
	 * @param nonces gives a new nonce at each call
	 * @return this builder
	 */
	public WechatPayHkClientBuilder nonces(Supplier<String> nonces) {
		this.nonces = nonces;
		return this;
	}

	/**
	 * Set where signatures are computed, {@link SigningScheduler#create()} by default. To
	 * be shared between clients. The download of certificates is signed on
	 * {@link Schedulers#boundedElastic()}, as calls may wait for it.
	 * @param signingScheduler a scheduler that tolerates blocking
	 * @return this builder
	 */
	public WechatPayHkClientBuilder signingScheduler(Scheduler signingScheduler) {
		this.signingScheduler = signingScheduler;
		return this;
	}

	/**
	 * Set who computes the verification of responses, {@link SignatureProvider#auto()} by
	 * default. Who signs is decided where the credential's signer is made.
	 * @param signatureProvider the provider
	 * @return this builder
	 */
	public WechatPayHkClientBuilder signatureProvider(SignatureProvider signatureProvider) {
		this.signatureProvider = signatureProvider;
		return this;
	}

	/**
	 * Tell somebody how long signatures take and how far the clocks are apart, nobody by
	 * default.
	 * @param signatureListener the listener
	 * @return this builder
	 */
	public WechatPayHkClientBuilder signatureListener(SignatureListener signatureListener) {
		this.signatureListener = signatureListener;
		return this;
	}

	/**
	 * Set the memory of responses that were accepted, by default one for this client
	 * alone. To be shared by all clients of a process, so that a response that arrives
	 * twice ends one call only.
	 * @param acceptedNonces the nonces of the responses
	 * @return this builder
	 */
	public WechatPayHkClientBuilder acceptedNonces(AcceptedNonces acceptedNonces) {
		this.acceptedNonces = acceptedNonces;
		return this;
	}

	/**
	 * Set the connector, by default one with default settings. To be shared between
	 * clients.
	 * @param connector the connector
	 * @return this builder
	 */
	public WechatPayHkClientBuilder connector(WechatPayHkConnector connector) {
		return connector(connector.forCalls());
	}

	/**
	 * Set another connector. It must not follow redirects.
	 * @param connector the connector
	 * @return this builder
	 */
	public WechatPayHkClientBuilder connector(ClientHttpConnector connector) {
		this.connector = connector;
		return this;
	}

	/**
	 * Set what carries the signed requests in place of the connector, for a test without
	 * a network. Certificates are downloaded over the connector all the same.
	 * @param exchangeFunction takes signed requests and returns responses that are still
	 * to be verified
	 * @return this builder
	 */
	public WechatPayHkClientBuilder exchangeFunction(ExchangeFunction exchangeFunction) {
		this.exchangeFunction = exchangeFunction;
		return this;
	}

	/**
	 * Add to the {@link WebClient}. Its filters run before a request is signed and see
	 * only verified responses. Connector, codecs and exchange function are set
	 * afterwards.
	 * @param customizer acts on the builder
	 * @return this builder
	 */
	public WechatPayHkClientBuilder customize(Consumer<WebClient.Builder> customizer) {
		this.customizer = this.customizer.andThen(customizer);
		return this;
	}

	/**
	 * Build the client. Connects nowhere and starts no thread.
	 * @return the client
	 */
	public WechatPayHkClient build() {
		return new WechatPayHkClient(this);
	}

	Merchant merchant() {
		return this.merchant;
	}

	Stream<URI> certificateHosts() {
		URI baseUrl = this.merchant.effectiveBaseUrl();
		boolean isFirst = this.certificateHosts.stream().limit(1).anyMatch(baseUrl::equals);
		return isFirst ? this.certificateHosts.stream() : Stream.of(baseUrl);
	}

	private ShopIds shopIds() {
		return this.merchant.shopIds();
	}

	Supplier<String> nonces() {
		return (this.nonces != null) ? this.nonces : new RandomNonces();
	}

	Scheduler signingScheduler() {
		return (this.signingScheduler != null) ? this.signingScheduler : SigningScheduler.create();
	}

	SignatureProvider signatureProvider() {
		return (this.signatureProvider != null) ? this.signatureProvider : SignatureProvider.auto();
	}

	AcceptedNonces acceptedNonces() {
		return (this.acceptedNonces != null) ? this.acceptedNonces : AcceptedNonces.create();
	}

	ExchangeFunction exchangeFunction(ClientHttpConnector connector, ExchangeStrategies strategies) {
		return (this.exchangeFunction != null) ? this.exchangeFunction
				: ExchangeFunctions.create(connector, strategies);
	}

	ClientHttpConnector connector() {
		return (this.connector != null) ? this.connector
				: WechatPayHkConnector.create(ConnectionSettings.defaults()).forCalls();
	}

}
