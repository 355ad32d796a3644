package io.github.wechatpayhk.fuzz;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.signature.SignedResponse;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformTrust;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a list of certificates says, without the APIv3 key and a signature it brings
 * no key.
 */
class CertificateListFuzzTests {

	private static final ApiV3Key API_V3_KEY = ApiV3Key.of("TestVectorApiV3Key00112233445566");

	@FuzzTest(maxDuration = "30s")
	void bringsNoKey(byte[] body) {
		PlatformTrust.CertificateSource source = () -> Mono
			.just(new SignedResponse("GET", "/hk/v3/certificates", 200, (name) -> List.of(), body));
		PlatformKeys certificates = PlatformTrust.certificates(API_V3_KEY).keys(source, InstantSource.system());

		StepVerifier.create(certificates.preferred())
			.expectError(WechatPayHkRequestException.class)
			.verify(Duration.ofSeconds(30));
		assertThat(certificates.state().keys()).isEmpty();
	}

}
