package io.github.wechatpayhk;

import java.net.URI;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.signature.RandomNonces;
import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.signature.SignatureListener;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.SigningScheduler;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.webclient.BaseUrl;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.ErrorResponseReader;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.http.client.reactive.ClientHttpConnector;
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

	private final ApiGeneration generation;

	private final MerchantIds merchantIds;

	private final ShopIds shopIds;

	private final WebClient webClient;

	private final PlatformKeys platformKeys;

	private final ErrorResponseReader errorResponseReader;

	private WechatPayHkClient(Builder builder) {
		SignedWebClient signed = new SignedWebClient(builder);
		this.generation = builder.generation;
		this.merchantIds = builder.merchantIds;
		this.shopIds = new ShopIds(builder.merchantIds.mchid(), builder.appid, builder.merchantIds.spMchid(),
				builder.spAppid, builder.merchantIds.subMchid(), builder.subAppid);
		this.errorResponseReader = signed.errorResponseReader();
		this.platformKeys = signed.platformKeys();
		this.webClient = signed.webClient();
	}

	/**
	 * Create a client with the defaults of a {@link Builder}.
	 * @param merchantIds the numbers that go into the body of each call, unless the call
	 * names its own
	 * @param credential signs the requests
	 * @param platformKeys verify the answers
	 * @return the client
	 */
	public static WechatPayHkClient create(MerchantIds merchantIds, MerchantCredential credential,
			PlatformKeys platformKeys) {
		return builder(merchantIds, credential, platformKeys).build();
	}

	/**
	 * Create a client with the defaults of a {@link Builder}, whose keys may still have
	 * to be downloaded, in its name.
	 * @param merchantIds the numbers that go into the body of each call, unless the call
	 * names its own
	 * @param credential signs the requests
	 * @param trust says which keys verify the answers
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
	 * @param platformKeys verify the answers
	 * @return a builder
	 */
	public static Builder builder(MerchantIds merchantIds, MerchantCredential credential, PlatformKeys platformKeys) {
		return builder(merchantIds, credential, PlatformTrust.of(platformKeys));
	}

	/**
	 * Begin a client whose keys may still have to be downloaded, in its name.
	 * @param merchantIds the numbers that go into the body of each call, unless the call
	 * names its own
	 * @param credential signs the requests
	 * @param trust says which keys verify the answers
	 * @return a builder
	 */
	public static Builder builder(MerchantIds merchantIds, MerchantCredential credential, PlatformTrust trust) {
		return new Builder(merchantIds, credential, trust);
	}

	/**
	 * Return the client for any path of the API. Paths are relative to the base URL.
	 * Every answer that it hands on was verified; with {@code retrieve()}, an answer
	 * other than 200 and 204 is an exception of ours, 202 as well unless the request
	 * {@linkplain io.github.wechatpayhk.webclient.SignedExchange#ADMITS_ACCEPTED admits}
	 * it.
	 * @return the signed client
	 */
	public WebClient webClient() {
		return this.webClient;
	}

	/**
	 * Return the generation whose paths are called.
	 * @return the generation
	 */
	public ApiGeneration generation() {
		return this.generation;
	}

	/**
	 * Return the numbers that go into a call that names none.
	 * @return the configured ids
	 */
	public MerchantIds merchantIds() {
		return this.merchantIds;
	}

	/**
	 * Return the numbers and application ids that go into an order or a refund that names
	 * none.
	 * @return the configured ids
	 */
	public ShopIds shopIds() {
		return this.shopIds;
	}

	/**
	 * Return the keys that verify the answers. Their {@link PlatformKeys#state() state}
	 * is for health checks and metrics.
	 * @return the keys
	 */
	public PlatformKeys platformKeys() {
		return this.platformKeys;
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

	ErrorResponseReader errorResponseReader() {
		return this.errorResponseReader;
	}

	/**
	 * Builds a {@link WechatPayHkClient}. Not safe for concurrent use.
	 */
	public static final class Builder {

		final MerchantIds merchantIds;

		final MerchantCredential credential;

		final PlatformTrust trust;

		@Nullable String appid;

		@Nullable String spAppid;

		@Nullable String subAppid;

		ApiGeneration generation = ApiGeneration.HK;

		@Nullable URI baseUrl;

		@Nullable String certificatesPath;

		ExchangeLimits limits = ExchangeLimits.defaults();

		InstantSource clock = InstantSource.system();

		@Nullable Supplier<String> nonces;

		@Nullable Scheduler signingScheduler;

		@Nullable SignatureProvider signatureProvider;

		SignatureListener signatureListener = SignatureListener.none();

		@Nullable ClientHttpConnector connector;

		@Nullable ClientCodecs codecs;

		Consumer<WebClient.Builder> customizer = (builder) -> {
		};

		private Builder(MerchantIds merchantIds, MerchantCredential credential, PlatformTrust trust) {
			this.merchantIds = merchantIds;
			this.credential = credential;
			this.trust = trust;
		}

		/**
		 * Set the application id of a direct merchant. Orders and refunds need it,
		 * queries and reversals do not.
		 * @param appid the id, up to 32 letters and digits
		 * @return this builder
		 */
		public Builder appid(@Nullable String appid) {
			this.appid = appid;
			return this;
		}

		/**
		 * Set the application id of an institution. Orders and refunds need it, queries
		 * and reversals do not.
		 * @param spAppid the id, up to 32 letters and digits
		 * @return this builder
		 */
		public Builder spAppid(@Nullable String spAppid) {
			this.spAppid = spAppid;
			return this;
		}

		/**
		 * Set the application id of the sub-merchant, if it has one of its own.
		 * @param subAppid the id, up to 32 letters and digits
		 * @return this builder
		 */
		public Builder subAppid(@Nullable String subAppid) {
			this.subAppid = subAppid;
			return this;
		}

		/**
		 * Set the generation of the API, {@link ApiGeneration#HK} by default.
		 * @param generation the generation
		 * @return this builder
		 */
		public Builder generation(ApiGeneration generation) {
			this.generation = generation;
			return this;
		}

		/**
		 * Set scheme, host and prefix, by default those of the generation.
		 * @param baseUrl an https URL, or an http one with a loopback address
		 * @return this builder
		 */
		public Builder baseUrl(URI baseUrl) {
			this.baseUrl = BaseUrl.of(baseUrl).value();
			return this;
		}

		/**
		 * Set where the platform certificates are listed, by default at the path of the
		 * generation.
		 * @param path a path relative to the base URL; one that begins with a slash is
		 * relative to its host, and an absolute URL stands for itself
		 * @return this builder
		 */
		public Builder certificatesPath(String path) {
			this.certificatesPath = path;
			return this;
		}

		/**
		 * Set bounds of time and size, {@link ExchangeLimits#defaults()} by default.
		 * @param limits the limits
		 * @return this builder
		 */
		public Builder limits(ExchangeLimits limits) {
			this.limits = limits;
			return this;
		}

		/**
		 * Set the clock for time stamps and their verification, the system's by default.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(InstantSource clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Set where nonces come from, {@link RandomNonces} by default.
		 * @param nonces gives a new nonce at each call
		 * @return this builder
		 */
		public Builder nonces(Supplier<String> nonces) {
			this.nonces = nonces;
			return this;
		}

		/**
		 * Set where signatures are computed, {@link SigningScheduler#create()} by
		 * default. To be shared between clients.
		 * @param signingScheduler a scheduler that tolerates blocking
		 * @return this builder
		 */
		public Builder signingScheduler(Scheduler signingScheduler) {
			this.signingScheduler = signingScheduler;
			return this;
		}

		/**
		 * Set who computes the verification of answers, {@link SignatureProvider#auto()}
		 * by default. Who signs is decided where the credential's signer is made.
		 * @param signatureProvider the provider
		 * @return this builder
		 */
		public Builder signatureProvider(SignatureProvider signatureProvider) {
			this.signatureProvider = signatureProvider;
			return this;
		}

		/**
		 * Tell somebody how long signatures take and how far the clocks are apart, nobody
		 * by default.
		 * @param signatureListener the listener
		 * @return this builder
		 */
		public Builder signatureListener(SignatureListener signatureListener) {
			this.signatureListener = signatureListener;
			return this;
		}

		/**
		 * Set the connector, by default a {@link WechatPayHkConnector}. To be shared
		 * between clients; another one must not follow redirects.
		 * @param connector the connector
		 * @return this builder
		 */
		public Builder connector(ClientHttpConnector connector) {
			this.connector = connector;
			return this;
		}

		/**
		 * Add to the {@link WebClient} before signing and verifying are added: filters
		 * see only verified answers. Connector and codecs are set afterwards.
		 * @param customizer acts on the builder
		 * @return this builder
		 */
		public Builder customize(Consumer<WebClient.Builder> customizer) {
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

		URI baseUrl() {
			return (this.baseUrl != null) ? this.baseUrl : this.generation.defaultBaseUrl();
		}

		Builder codecs(ClientCodecs codecs) {
			this.codecs = codecs;
			return this;
		}

		ClientCodecs codecs() {
			int size = this.limits.maxResponseSize();
			return (this.codecs != null && this.codecs.maxInMemorySize() == size) ? this.codecs
					: ClientCodecs.create(size);
		}

		URI certificatesUrl() {
			return baseUrl()
				.resolve((this.certificatesPath != null) ? this.certificatesPath : this.generation.certificates());
		}

		RequestAuthorizer authorizer() {
			String mchid = this.merchantIds.signer();
			Supplier<String> nonceSource = (this.nonces != null) ? this.nonces : new RandomNonces();
			Scheduler scheduler = (this.signingScheduler != null) ? this.signingScheduler : SigningScheduler.create();
			return (method, target, body) -> Mono.defer(() -> {
				MerchantCredential present = this.credential.present();
				return RequestAuthorizer
					.create(mchid, present.serialNumber(), present.signer(), this.clock, nonceSource, scheduler,
							this.signatureListener)
					.authorize(method, target, body);
			});
		}

		SignatureProvider signatureProvider() {
			return (this.signatureProvider != null) ? this.signatureProvider : SignatureProvider.auto();
		}

		ClientHttpConnector connector() {
			return (this.connector != null) ? this.connector
					: WechatPayHkConnector.create(ConnectionSettings.defaults());
		}

	}

}
