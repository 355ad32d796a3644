package io.github.wechatpayhk.benchmarks.books;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.wechatpayhk.benchmarks.BenchmarkKeys;

/**
 * A statement in a file, and a server that signs its digest.
 */
final class SignedStatement implements AutoCloseable {

	private static final String HEADINGS = "交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
			+ "充值券币种,充值券金额,优惠券币种,优惠券金额,微信退款单号,商户退款单号,退款类型,退款状态,商品名称,商户数据包,手续费,费率,标价币种,订单金额(标价币种),"
			+ "用户支付币种,用户支付金额,结算币种,应结订单金额,支付汇率,退款汇率,申请退款金额,用户退款币种,用户退款金额,退款结算币种,退款应结订单金额,充值券退款金额,优惠券退款金额";

	private static final String ROW = "`2026-11-28 12:00:00,`wx2421b1c4370ec43b,`1900000109,`0,`013467007045764,`42%1$026d,`T%1$031d,"
			+ "`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,`MICROPAY,`%2$s,`OTHERS,`,`,`,`,`0,`0,`,`,`Image Store - QQ Doll,`,`0.07104,`0.80%%,"
			+ "`HKD,`8.88,`HKD,`8.88,`HKD,`8.88,`,`,`,`,`,`,`,`,`\n";

	private final BenchmarkKeys keys;

	private final Path file;

	private final String digest;

	private final HttpServer server;

	private SignedStatement(BenchmarkKeys keys, Path file, String digest) throws IOException {
		this.keys = keys;
		this.file = file;
		this.digest = digest;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/hk/v3/statements", this::respond);
		this.server.start();
	}

	/**
	 * Write a statement. Each hundredth payment is reversed.
	 */
	static SignedStatement start(BenchmarkKeys keys, int rows) throws IOException {
		Path file = Files.createTempFile("statement-", ".csv");
		try (BufferedWriter writer = Files.newBufferedWriter(file)) {
			writer.write(HEADINGS + '\n');
			for (int number = 0; number < rows; number++) {
				writer.write(ROW.formatted(number, isReversed(number) ? "REVOKED" : "SUCCESS"));
			}
		}
		return new SignedStatement(keys, file, digest(file));
	}

	static boolean isReversed(int number) {
		return number % 100 == 0;
	}

	static String outTradeNo(int number) {
		return "T%031d".formatted(number);
	}

	private static String digest(Path file) throws IOException {
		try {
			MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
			try (InputStream input = new DigestInputStream(Files.newInputStream(file), sha1)) {
				byte[] buffer = new byte[1 << 16];
				while (input.read(buffer) != -1) {
					// the digest is computed on the way
				}
			}
			return HexFormat.of().formatHex(sha1.digest());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void respond(HttpExchange exchange) throws IOException {
		String timestamp = Long.toString(Instant.now().getEpochSecond());
		String nonce = UUID.randomUUID().toString().replace("-", "");
		Headers headers = exchange.getResponseHeaders();
		headers.set("Content-Type", "text/plain");
		headers.set("Wechatpay-Timestamp", timestamp);
		headers.set("Wechatpay-Nonce", nonce);
		headers.set("Wechatpay-Serial", BenchmarkKeys.PUBLIC_KEY_ID);
		headers.set("Wechatpay-Statement-Sha1", this.digest);
		headers.set("Wechatpay-Signature", sign(timestamp + '\n' + nonce + "\n{\"sha1\":\"" + this.digest + "\"}\n"));
		exchange.sendResponseHeaders(200, Files.size(this.file));
		Files.copy(this.file, exchange.getResponseBody());
		exchange.close();
	}

	private String sign(String message) {
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(this.keys.platform().getPrivate());
			signature.update(message.getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	Path file() {
		return this.file;
	}

	@Override
	public void close() throws IOException {
		this.server.stop(0);
		Files.delete(this.file);
	}

}
