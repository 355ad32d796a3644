package io.github.wechatpayhk.submerchant;

import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.submerchant.SubMerchantService.SubMerchantResult;
import io.github.wechatpayhk.webclient.BlockingCalls;
import io.github.wechatpayhk.webclient.CallOptions;
import io.github.wechatpayhk.webclient.ExchangeWatch;
import io.github.wechatpayhk.webclient.JsonExchange;
import io.github.wechatpayhk.webclient.JsonExchange.IdsQuery;
import io.github.wechatpayhk.webclient.JsonExchange.JsonReading;
import io.github.wechatpayhk.webclient.ResponseSubject;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpMethod;

/**
 * Adds, modifies and queries with one call over the signed client.
 */
final class WebClientSubMerchantService implements SubMerchantService {

	private static final String SUB_MCHID = "sub_mchid";

	private final WechatPayHkClient client;

	private final FieldEncryption encryption;

	private final JsonExchange exchange;

	private final JsonReading<SubMerchantResult> results;

	private final JsonReading<SubMerchant> subMerchants;

	WebClientSubMerchantService(WechatPayHkClient client, FieldEncryption encryption) {
		this.client = client;
		this.encryption = encryption;
		this.exchange = client.jsonExchange();
		this.results = this.exchange.reading(SubMerchantResult.class);
		this.subMerchants = this.exchange.reading(SubMerchant.class);
	}

	@Override
	public Mono<SubMerchantDetails> encrypt(SubMerchantDetails details) {
		return Mono.defer(() -> {
			SubMerchantContact contact = RequestField.requirePresent("details", details).contact();
			if (contact == null || contact.encryptedFor() != null) {
				return Mono.just(details);
			}
			// here, as the thread changes before the exchange can see who waits for it
			BlockingCalls.refuse();
			return key().publishOn(Schedulers.boundedElastic())
				.map((key) -> details.withContact(contact.encrypt(this.encryption, key.serialNumber(), key.key())));
		});
	}

	private Mono<EncryptionKey> key() {
		return this.client.platformKeys()
			.preferred()
			.flatMap((serialNumber) -> this.client.platformKeys()
				.find(serialNumber)
				.map((key) -> new EncryptionKey(serialNumber, key)))
			.contextWrite(ExchangeWatch::hide)
			.onErrorMap((ex) -> !(ex instanceof WechatPayHkRequestException), WebClientSubMerchantService::noKey)
			.switchIfEmpty(Mono.error(() -> noKey(null)));
	}

	private static WechatPayHkRequestException noKey(@Nullable Throwable cause) {
		return new WechatPayHkRequestException(WechatPayHkRequestException.Reason.NO_PLATFORM_KEY,
				"There is no usable key of WeChat Pay to encrypt with", cause);
	}

	@Override
	public Mono<SubMerchantResult> add(SubMerchantRequest request) {
		return Mono.defer(() -> {
			SubMerchantDetails details = RequestField.requirePresent("request", request).details();
			ShopIds ids = institution(null);
			return encrypt(details)
				.flatMap((encrypted) -> send(HttpMethod.POST, this.client.generation().subMerchants(),
						request.options(), Map.of("Idempotency-Key", request.idempotencyKey()), ids, encrypted));
		});
	}

	@Override
	public Mono<SubMerchantResult> modify(SubMerchantReference subMerchant, SubMerchantDetails details) {
		return Mono.defer(() -> {
			ShopIds ids = institution(RequestField.requirePresent("subMerchant", subMerchant).subMchid());
			ApiGeneration generation = this.client.generation();
			boolean isGlobal = generation == ApiGeneration.GLOBAL;
			return encrypt(details).flatMap((encrypted) -> send(isGlobal ? HttpMethod.PATCH : HttpMethod.PUT,
					isGlobal ? generation.subMerchant() : generation.subMerchants(), subMerchant.options(), Map.of(),
					ids, encrypted));
		});
	}

	private Mono<SubMerchantResult> send(HttpMethod method, String path, CallOptions options,
			Map<String, String> headers, ShopIds ids, SubMerchantDetails details) {
		Map<String, String> all = new HashMap<>(headers);
		if (details.contact() != null && details.contact().encryptedFor() != null) {
			all.put("Wechatpay-Serial", details.contact().encryptedFor().toString());
		}
		Map<String, String> variables = (ids.subMchid() != null) ? Map.of(SUB_MCHID, ids.subMchid()) : Map.of();
		return this.exchange.send(method, options.template(path), variables, all, details.withIds(ids),
				(response) -> this.results.requireOk(response)
					.flatMap((result) -> this.results.related(result, response,
							subject(ids.subMchid(), result.subMchid()))));
	}

	@Override
	public Mono<SubMerchant> query(SubMerchantReference subMerchant) {
		return Mono.defer(() -> {
			ShopIds ids = institution(RequestField.requirePresent("subMerchant", subMerchant).subMchid());
			IdsQuery query = IdsQuery
				.of(subMerchant.options().template(this.client.generation().subMerchant()),
						new MerchantIds(null, ids.spMchid(), null))
				.parameter("sp_appid", ids.spAppid())
				.variable(SUB_MCHID, ids.subMchid());
			return this.exchange.get(query.template(), query.variables(),
					(response) -> this.subMerchants.requireOk(response)
						.flatMap((found) -> this.subMerchants.related(found, response,
								subject(ids.subMchid(), found.subMchid()))));
		});
	}

	private static ResponseSubject subject(@Nullable String asked, String received) {
		return ResponseSubject.of(MerchantIds.none(), null, null, null).required(SUB_MCHID, asked, received);
	}

	private ShopIds institution(@Nullable String subMchid) {
		ShopIds ids = this.client.shopIds();
		if (ids.spMchid() == null || ids.spAppid() == null) {
			throw new WechatPayHkRequestException(
					"Sub-merchants are those of an institution: configure 'spMchid' and 'spAppid'");
		}
		return new ShopIds(null, null, ids.spMchid(), ids.spAppid(), subMchid, null);
	}

	private record EncryptionKey(SerialNumber serialNumber, PublicKey key) {

	}

}
