package io.github.wechatpayhk.benchmarks.load;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.sun.management.ThreadMXBean;
import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.Options;

/**
 * What RSA alone costs: loops that do nothing else, on one thread and on as many as there
 * are processors. Key and {@code Signature} are prepared once, so no client can do
 * better.
 */
public final class Arithmetic {

	private static final byte[] REQUEST = """
			POST
			/hk/v3/transactions/out-trade-no/1217752501201407033233368018/reverse
			1554208460
			593BEC0C930BF1AFEB40B4A08C8FB242
			{"mchid":"1900000109"}
			""".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] RESPONSE = "1554209980\nc5ac7061fccab6bf3e254dcf98995b8c\n\n"
		.getBytes(StandardCharsets.US_ASCII);

	private static final int ALLOCATION_SAMPLE = 500;

	private final Duration warmUp;

	private final Duration measure;

	private Arithmetic(Duration warmUp, Duration measure) {
		this.warmUp = warmUp;
		this.measure = measure;
	}

	/**
	 * Measure and print, as a process of its own.
	 * @param options the command line
	 * @throws Exception if a provider fails
	 */
	public static void main(Options options) throws Exception {
		Arithmetic arithmetic = new Arithmetic(options.seconds("warm-up", 10), options.seconds("measure", 4));
		arithmetic.measureAll().forEach((rate) -> System.out.println(rate.line()));
	}

	private List<Rate> measureAll() throws Exception {
		KeyPair keys = BenchmarkKeys.generate().merchant();
		List<Rate> rates = new ArrayList<>();
		for (String provider : List.of("default", "corretto")) {
			if (provider.equals("corretto") && AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() != null) {
				continue;
			}
			rates.addAll(measure(provider, "sign", () -> signing(provider, keys)));
			rates.addAll(measure(provider, "verify", () -> verifying(provider, keys)));
		}
		return rates;
	}

	private List<Rate> measure(String provider, String operation, Callable<Step> steps) throws Exception {
		int processors = Runtime.getRuntime().availableProcessors();
		perSecond(processors, steps, this.warmUp);
		double allocated = allocated(steps.call());
		return List.of(new Rate(provider, operation, 1, perSecond(1, steps, this.measure), allocated),
				new Rate(provider, operation, processors, perSecond(processors, steps, this.measure), allocated));
	}

	private static double allocated(Step step) throws GeneralSecurityException {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		for (int i = 0; i < ALLOCATION_SAMPLE; i++) {
			step.run();
		}
		long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		return (double) (after - before) / ALLOCATION_SAMPLE;
	}

	private static double perSecond(int threads, Callable<Step> steps, Duration time)
			throws InterruptedException, ExecutionException {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<Double>> loops = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				loops.add(() -> loop(steps.call(), time));
			}
			double sum = 0;
			for (Future<Double> result : executor.invokeAll(loops)) {
				sum += result.get();
			}
			return sum;
		}
		finally {
			executor.shutdown();
		}
	}

	private static double loop(Step step, Duration time) throws GeneralSecurityException {
		long start = System.nanoTime();
		long operations = 0;
		long elapsed = 0;
		while (elapsed < time.toNanos()) {
			step.run();
			operations++;
			elapsed = System.nanoTime() - start;
		}
		return operations * 1e9 / elapsed;
	}

	private static Step signing(String provider, KeyPair keys) throws GeneralSecurityException {
		Signature signature = signature(provider);
		PrivateKey key = isCorretto(provider) ? (PrivateKey) corretto().translateKey(keys.getPrivate())
				: keys.getPrivate();
		signature.initSign(key);
		return () -> {
			signature.update(REQUEST);
			if (signature.sign().length != 256) {
				throw new VoidRunException("A signature has 256 bytes", null);
			}
		};
	}

	private static Step verifying(String provider, KeyPair keys) throws GeneralSecurityException {
		Signature signer = Signature.getInstance("SHA256withRSA");
		signer.initSign(keys.getPrivate());
		signer.update(RESPONSE);
		byte[] genuine = signer.sign();
		Signature verification = signature(provider);
		PublicKey key = isCorretto(provider) ? (PublicKey) corretto().translateKey(keys.getPublic()) : keys.getPublic();
		verification.initVerify(key);
		return () -> {
			verification.update(RESPONSE);
			if (!verification.verify(genuine)) {
				throw new VoidRunException("A genuine signature was refused", null);
			}
		};
	}

	private static boolean isCorretto(String provider) {
		return provider.equals("corretto");
	}

	private static KeyFactory corretto() throws GeneralSecurityException {
		return KeyFactory.getInstance("RSA", AmazonCorrettoCryptoProvider.INSTANCE);
	}

	private static Signature signature(String provider) throws GeneralSecurityException {
		return isCorretto(provider) ? Signature.getInstance("SHA256withRSA", AmazonCorrettoCryptoProvider.INSTANCE)
				: Signature.getInstance("SHA256withRSA");
	}

	/**
	 * One operation.
	 */
	@FunctionalInterface
	private interface Step {

		void run() throws GeneralSecurityException;

	}

}
