package io.github.wechatpayhk.benchmarks.micro;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.signature.RandomNonces;
import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.signature.ResponseVerifier;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.SignedResponse;
import io.github.wechatpayhk.signature.Signer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;

/**
 * The two halves of the cryptography: making the {@code Authorization} value of a
 * request, and verifying a response.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class SignatureBenchmark {

	@Param({ "default", "corretto" })
	private String provider = "default";

	private @Nullable RequestAuthorizer authorizer;

	private @Nullable ResponseVerifier verifier;

	private @Nullable SignedResponse response;

	/**
	 * Set up both halves.
	 */
	@Setup
	public void setUp() {
		BenchmarkKeys keys = BenchmarkKeys.generate();
		SignatureProvider signatureProvider = SignatureProvider.named(this.provider);
		this.authorizer = RequestAuthorizer.create(BenchmarkKeys.MCHID, SerialNumber.of(BenchmarkKeys.MERCHANT_SERIAL),
				Signer.rsa(keys.merchant().getPrivate(), signatureProvider), SignedResponses.CLOCK, new RandomNonces(),
				Schedulers.immediate());
		this.verifier = ResponseVerifier.create((serial) -> Mono.just(keys.platform().getPublic()),
				SignedResponses.CLOCK, signatureProvider);
		HttpHeaders headers = SignedResponses.headers(keys);
		this.response = new SignedResponse("POST", "/hk/v3/reverse", 204, (name) -> headers.getValuesAsList(name),
				new byte[0]);
	}

	/**
	 * Sign requests of several sizes.
	 * @param body the body
	 * @return the header's value
	 */
	@Benchmark
	public @Nullable String sign(Body body) {
		return Objects.requireNonNull(this.authorizer)
			.authorize("POST", "/hk/v3/transactions/out-trade-no/1217752501201407033233368018/reverse", body.bytes)
			.block();
	}

	/**
	 * Verify an empty response. Without a success this throws.
	 * @return the status
	 */
	@Benchmark
	public @Nullable SignatureStatus verify() {
		return Objects.requireNonNull(this.verifier).verify(Objects.requireNonNull(this.response)).block();
	}

	/**
	 * The body of a request.
	 */
	@State(Scope.Benchmark)
	public static class Body {

		@Param({ "0", "128", "1024", "16384", "65536" })
		private int size;

		private byte[] bytes = {};

		/**
		 * Make the body.
		 */
		@Setup
		public void setUp() {
			this.bytes = new byte[this.size];
		}

	}

}
