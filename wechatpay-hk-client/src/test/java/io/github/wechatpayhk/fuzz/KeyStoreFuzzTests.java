package io.github.wechatpayhk.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wechatpayhk.key.KeyStoreReader;
import io.github.wechatpayhk.key.KeyStoreReader.MerchantKey;
import io.github.wechatpayhk.key.UnusableKeyException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a configured key store is, it is read or refused.
 */
class KeyStoreFuzzTests {

	@FuzzTest(maxDuration = "30s")
	void isReadOrRefused(byte[] content) {
		try {
			MerchantKey key = KeyStoreReader.read(content, "password");
			assertThat(key.privateKey().getAlgorithm()).isEqualTo("RSA");
		}
		catch (UnusableKeyException ex) {
			assertThat(ex.getMessage()).isNotBlank();
		}
	}

}
