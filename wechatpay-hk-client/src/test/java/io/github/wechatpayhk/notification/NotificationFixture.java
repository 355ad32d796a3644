package io.github.wechatpayhk.notification;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.WechatPayHkClientBuilder;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.probe.Vectors;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.jspecify.annotations.Nullable;

/**
 * WeChat Pay's side of a notification: encrypted and signed with the keys of the vectors,
 * by code of its own.
 */
public final class NotificationFixture {

	static final String SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";

	static final String NEXT_SERIAL = "0A57F09EFDC096DE15EBE81A47057A7232F1B8E2";

	static final String API_V3_KEY = Vectors.text("apiv3-key.txt");

	static final Instant VECTOR_TIME = Instant.ofEpochSecond(1554209980);

	static final MerchantIds INSTITUTION = MerchantIds.institution("1900000100", "1900000109");

	private static final String NONCE = "fdasflkja484";

	private NotificationFixture() {
	}

	static WechatPayHkClientBuilder client(MerchantIds ids) {
		InstantSource clock = InstantSource.fixed(VECTOR_TIME);
		return WechatPayHkClient
			.builder(ids,
					new MerchantCredential(SerialNumber.of("444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4"),
							Signer.rsa(Vectors.privateKey("private.pem"))),
					PlatformKeys.certificates(List.of(Vectors.certificate("platform-cert.pem"),
							Vectors.certificate("platform-next-cert.pem")), clock))
			.clock(clock)
			.apiV3Key(ApiV3Key.of(API_V3_KEY));
	}

	public static NotificationReader reader() {
		return NotificationReader.create(client(INSTITUTION).build());
	}

	static String plaintext(String type, String text) {
		return "{\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"1900000109\",\"out_trade_no\":\"T1\"," + type + text + '}';
	}

	static String payment(String more) {
		return plaintext("\"trade_state\":\"SUCCESS\"", more);
	}

	static String refund(String status) {
		return plaintext("\"out_refund_no\":\"R1\",\"refund_status\":\"" + status + "\"", "");
	}

	public static byte[] body(String eventType, String plaintext) {
		return body(eventType, plaintext, "transaction");
	}

	static byte[] body(String eventType, String plaintext, @Nullable String associatedData) {
		String field = (associatedData != null) ? "\"associated_data\":\"" + associatedData + "\"," : "";
		return body(eventType, field + "\"algorithm\":\"AEAD_AES_256_GCM\",\"nonce\":\"" + NONCE
				+ "\",\"ciphertext\":\"" + encrypt(plaintext, associatedData) + '"', true);
	}

	static byte[] body(String eventType, String resource, boolean encrypted) {
		return ("{\"id\":\"EV-1\",\"create_time\":\"2018-06-08T10:34:56+08:00\",\"event_type\":\"" + eventType
				+ "\",\"resource_type\":\"" + (encrypted ? "encrypt-resource" : "plain") + "\",\"resource\":{"
				+ resource + "}}")
			.getBytes(StandardCharsets.UTF_8);
	}

	private static String encrypt(String plaintext, @Nullable String associatedData) {
		try {
			Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
			cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(API_V3_KEY.getBytes(StandardCharsets.UTF_8), "AES"),
					new GCMParameterSpec(128, NONCE.getBytes(StandardCharsets.UTF_8)));
			if (associatedData != null) {
				cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
			}
			return Base64.getEncoder().encodeToString(cipher.doFinal(plaintext.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static Map<String, String> signed(byte[] body) {
		return signed(body, VECTOR_TIME, SERIAL, Vectors.privateKey("platform-private.pem"));
	}

	static Map<String, String> signed(byte[] body, Instant time, String serial, PrivateKey key) {
		String timestamp = Long.toString(time.getEpochSecond());
		String nonce = "c5ac7061fccab6bf3e254dcf98995b8c";
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(key);
			signature.update((timestamp + "\n" + nonce + "\n").getBytes(StandardCharsets.UTF_8));
			signature.update(body);
			signature.update((byte) '\n');
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			headers.put("Request-ID", "08F59F80E60510C301188EA3A3580C20E3A3B2F8");
			headers.put("Wechatpay-Timestamp", timestamp);
			headers.put("Wechatpay-Nonce", nonce);
			headers.put("Wechatpay-Serial", serial);
			headers.put("Wechatpay-Signature", Base64.getEncoder().encodeToString(signature.sign()));
			return headers;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The headers of a vector.
	 */
	static Map<String, String> vectorHeaders(String name) {
		return Vectors.text(name)
			.lines()
			.filter((line) -> !line.isBlank())
			.map((line) -> line.split(": ", 2))
			.collect(Collectors.toMap((parts) -> parts[0], (parts) -> parts[1], (first, second) -> second,
					() -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
	}

	public static Function<String, List<String>> lookUp(Map<String, String> headers) {
		return (name) -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of();
	}

}
