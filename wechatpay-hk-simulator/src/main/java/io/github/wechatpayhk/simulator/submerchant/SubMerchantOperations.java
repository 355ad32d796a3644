package io.github.wechatpayhk.simulator.submerchant;

import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.wechatpayhk.simulator.merchant.Merchants;
import io.github.wechatpayhk.simulator.platform.PlatformKey;
import io.github.wechatpayhk.simulator.platform.SimulatedPlatform;
import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.Generation;
import io.github.wechatpayhk.simulator.protocol.Input;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.protocol.Route;
import io.github.wechatpayhk.simulator.signature.RsaPadding;

/**
 * Adds, modifies and shows sub-merchants. Contacts arrive encrypted with a platform key,
 * in either padding, and are shown encrypted with the key of the institution.
 *
 * @since 0.1.0
 */
public final class SubMerchantOperations {

	private static final List<String> OPTIONAL = List.of("channel_id", "registration_certificate_number",
			"registration_certificate_date", "registration_certificate_copy", "settlement_bank_number", "attach");

	private static final List<String> NOT_SHOWN = List.of("channel_id", "registration_certificate_copy", "attach");

	private static final List<String> BUSINESS = List.of("business_type", "app_download", "website", "office_account",
			"mini_program", "store_address", "mcc");

	private static final String SERIAL = "Wechatpay-Serial";

	private static final int LONGEST = 1024;

	private final SubMerchantBook subMerchants;

	private final SimulatedPlatform platform;

	private final Merchants merchants;

	/**
	 * Create the operations.
	 * @param subMerchants where sub-merchants are kept
	 * @param platform decrypts contacts
	 * @param merchants the institutions with their keys
	 */
	public SubMerchantOperations(SubMerchantBook subMerchants, SimulatedPlatform platform, Merchants merchants) {
		this.subMerchants = subMerchants;
		this.platform = platform;
		this.merchants = merchants;
	}

	/**
	 * Return what handles each operation on sub-merchants.
	 * @return the handlers
	 */
	public Map<Operation, OperationHandler> handlers() {
		return Map.of(Operation.ADD_SUB_MERCHANT, this::add, Operation.MODIFY_SUB_MERCHANT, this::modify,
				Operation.QUERY_SUB_MERCHANT, this::query);
	}

	private Reply add(Call call) {
		String key = call.headers().first("Idempotency-Key");
		if (key != null && key.length() > 64) {
			throw ApiProblem.field("Idempotency-Key", "header", key, "Idempotency-Key must not be longer than 64");
		}
		Map<String, Object> details = details(call.input());
		SimulatedSubMerchant.Contact contact = contact(call);
		SimulatedSubMerchant added = this.subMerchants.add(call.signer(), key, call.input().fingerprint(),
				(number) -> new SimulatedSubMerchant(call.signer(), number, details, contact));
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("sub_mchid", added.subMchid());
		json.put("verification_status", "Under Review");
		json.put("description", "The sub-merchant takes effect once it is approved");
		if (call.route().generation() == Generation.GLOBAL) {
			json.put("h5_authorization_state", "UNAUTHORIZED");
		}
		return Reply.json(200, json);
	}

	private Reply modify(Call call) {
		String number = call.input().text("sub_mchid", 32);
		if (!number.equals(call.route().variables().getOrDefault(Route.SUB_MCHID, number))) {
			throw call.input().refuse("sub_mchid", "is not the one of the path");
		}
		boolean isContactNeeded = call.route().generation() == Generation.GLOBAL || call.input().has("contact");
		SimulatedSubMerchant before = this.subMerchants.get(call.signer(), number);
		this.subMerchants.replace(new SimulatedSubMerchant(call.signer(), number, details(call.input()),
				isContactNeeded ? contact(call) : before.contact()));
		return Reply.json(200, Map.of("sub_mchid", number));
	}

	private Reply query(Call call) {
		SimulatedSubMerchant found = this.subMerchants.get(call.signer(),
				String.valueOf(call.route().variables().get(Route.SUB_MCHID)));
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("sub_mchid", found.subMchid());
		json.putAll(found.details());
		NOT_SHOWN.forEach(json::remove);
		SimulatedSubMerchant.Contact contact = found.contact();
		if (contact != null) {
			PublicKey key = this.merchants.signedBy(call.signer()).get(0).certificate().getPublicKey();
			json.put("contact",
					Map.of("name", RsaPadding.OAEP.encrypt(key, contact.name()), "phone",
							RsaPadding.OAEP.encrypt(key, contact.phone()), "email",
							RsaPadding.OAEP.encrypt(key, contact.email())));
		}
		return Reply.json(200, json);
	}

	private static Map<String, Object> details(Input body) {
		Map<String, Object> details = new LinkedHashMap<>();
		for (String name : List.of("name", "shortname", "office_phone", "merchant_country_code")) {
			details.put(name, body.text(name, LONGEST));
		}
		details.put("merchant_type", oneOf(body, "merchant_type", Set.of("ENTERPRISE", "INDIVIDUAL")));
		details.put("business_category", body.number("business_category", 0));
		OPTIONAL.forEach((name) -> putIfThere(details, body, name));
		Input business = body.object("business");
		oneOf(business, "business_type", Set.of("ONLINE", "OFFLINE", "BOTH"));
		details.put("business", texts(business, BUSINESS));
		for (String person : List.of("director", "principal")) {
			if (body.has(person)) {
				details.put(person, texts(body.object(person), List.of("name", "number")));
			}
		}
		return details;
	}

	private static String oneOf(Input input, String name, Set<String> known) {
		String value = input.text(name, 32);
		if (!known.contains(value)) {
			throw input.refuse(name, "must be one of " + known);
		}
		return value;
	}

	private static Map<String, Object> texts(Input input, List<String> names) {
		Map<String, Object> texts = new LinkedHashMap<>();
		names.forEach((name) -> putIfThere(texts, input, name));
		return texts;
	}

	private static void putIfThere(Map<String, Object> texts, Input input, String name) {
		String text = input.optionalText(name, LONGEST);
		if (text != null) {
			texts.put(name, text);
		}
	}

	private SimulatedSubMerchant.Contact contact(Call call) {
		Input contact = call.input().object("contact");
		String serialNumber = call.headers().first(SERIAL);
		PlatformKey key = this.platform.encryptionKey(serialNumber);
		if (key == null) {
			throw ApiProblem.field(SERIAL, "header", String.valueOf(serialNumber),
					"The header " + SERIAL + " must name a platform key");
		}
		RsaPadding padding = (RsaPadding.OAEP.decrypt(key.privateKey(), contact.text("name", LONGEST)) != null)
				? RsaPadding.OAEP : RsaPadding.PKCS1;
		return new SimulatedSubMerchant.Contact(decrypt(contact, "name", key, padding),
				decrypt(contact, "phone", key, padding), decrypt(contact, "email", key, padding), padding, key.name());
	}

	private static String decrypt(Input contact, String name, PlatformKey key, RsaPadding padding) {
		String text = padding.decrypt(key.privateKey(), contact.text(name, LONGEST));
		if (text == null || text.isEmpty()) {
			throw contact.refuse(name, "is not encrypted with the key that " + SERIAL + " names");
		}
		return text;
	}

}
