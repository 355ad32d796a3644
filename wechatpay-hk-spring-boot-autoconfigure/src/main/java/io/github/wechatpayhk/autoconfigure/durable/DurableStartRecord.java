package io.github.wechatpayhk.autoconfigure.durable;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.durable.engine.DurableStore;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * The one line in the log that says where reversals are stored, and where and as whom
 * they are sent. Holds no secret.
 */
final class DurableStartRecord implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(DurableStartRecord.class);

	private final DurableStore store;

	private final WechatPayHkClient client;

	private final MerchantCredential credential;

	private final String trust;

	DurableStartRecord(DurableStore store, WechatPayHkClient client, MerchantCredential credential, String trust) {
		this.store = store;
		this.client = client;
		this.credential = credential;
		this.trust = trust;
	}

	@Override
	public void afterSingletonsInstantiated() {
		MerchantIds ids = this.client.merchantIds();
		String numbers = Stream.of(ids.mchid(), ids.spMchid(), ids.subMchid())
			.filter(Objects::nonNull)
			.collect(Collectors.joining(", "));
		logger.info("Reversals are stored in " + this.store.describe() + ", and sent to " + this.client.baseUrl()
				+ " for merchant " + numbers + " with serial number " + this.credential.serialNumber() + ", trusting "
				+ this.trust);
	}

}
