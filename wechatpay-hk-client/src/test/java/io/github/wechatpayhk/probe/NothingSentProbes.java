package io.github.wechatpayhk.probe;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.trust.PlatformKeys;
import reactor.core.publisher.Mono;

/**
 * Calls that end on this side.
 */
final class NothingSentProbes {

	private NothingSentProbes() {
	}

	static Stream<Probe> all() {
		return Stream.concat(arguments(), means());
	}

	private static Stream<Probe> arguments() {
		String title = "Argument that breaks a rule";
		return Stream.of(probe(title).calling((service) -> service.reverse("../../refunds")).variant("order number"),
				probe(title).with((setup) -> setup.ids = MerchantIds.institution("1900000100", null))
					.variant("institution without a sub-merchant"),
				probe(title)
					.calling((service) -> service
						.reverse(ReverseOrderRequest.outTradeNo(Probe.ORDER).withSubMchid("1900000109")))
					.variant("sub-merchant without an institution"),
				probe(title)
					.calling((service) -> Mono.defer(() -> service.reverse(ReverseOrderRequest.outTradeNo(Probe.ORDER)
						.withBaseUrl(URI.create("http://api.mch.weixin.qq.com/hk/")))))
					.variant("plain http to another machine"));
	}

	private static Stream<Probe> means() {
		String signer = "The signer gives no signature";
		String keys = "No usable key to verify the response with";
		return Stream.of(
				probe(signer)
					.with((setup) -> setup.signer = (message) -> Mono.error(new IllegalStateException("Locked")))
					.variant("error"),
				probe(signer).with((setup) -> setup.signer = (message) -> Mono.empty()).variant("empty"),
				probe(signer).with((setup) -> setup.signer = (message) -> {
					throw new IllegalStateException("Locked");
				}).variant("exception"),
				probe(keys).with(NothingSentProbes::afterAllHaveExpired).variant("all have expired"),
				probe(keys).with((setup) -> setup.platformKeys = FailingKeys.always()).variant("their source fails"),
				probe(keys).with((setup) -> setup.platformKeys = FailingKeys.throwing())
					.variant("their source throws"));
	}

	private static Probe probe(String title) {
		return Probe.of(title, ProbeResponse.of(204).signed(), Ending.notSent());
	}

	private static void afterAllHaveExpired(ProbeSetup setup) {
		setup.clock = InstantSource.fixed(Instant.parse("2051-01-01T00:00:00Z"));
		setup.platformKeys = PlatformKeys.certificates(List.of(Vectors.certificate("platform-cert.pem")), setup.clock);
	}

}
