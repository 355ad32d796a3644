package io.github.wechatpayhk.documentation.manymerchants;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.github.wechatpayhk.Merchant;
import io.github.wechatpayhk.clients.MerchantSource;
import io.github.wechatpayhk.key.PrivateKeyReader;
import io.github.wechatpayhk.key.PublicKeyReader;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformTrust;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Merchants in a database.
 */
@Component
class MerchantTable implements MerchantSource {

	private final JdbcClient database;

	private final String password;

	MerchantTable(JdbcClient database, @Value("${shop.merchant-key-password}") String password) {
		this.database = database;
		this.password = password;
	}

	@Override
	public Mono<Merchant> find(String name) {
		return Mono
			.fromCallable(() -> this.database.sql("select * from merchant where name = ?")
				.param(name)
				.query((row, number) -> merchant(row))
				.optional())
			.flatMap(Mono::justOrEmpty)
			.subscribeOn(Schedulers.boundedElastic());
	}

	private Merchant merchant(ResultSet row) throws SQLException {
		MerchantCredential credential = new MerchantCredential(SerialNumber.of(row.getString("serial_number")),
				Signer.rsa(PrivateKeyReader.read(row.getString("private_key"), this.password)));
		PlatformKeys keys = PlatformKeys.publicKey(SerialNumber.of(row.getString("public_key_id")),
				PublicKeyReader.read(row.getString("public_key")));
		return Merchant.of(MerchantIds.direct(row.getString("mchid")), credential, PlatformTrust.of(keys));
	}

}
