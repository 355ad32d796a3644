package io.github.wechatpayhk.benchmarks.micro;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.signature.SerialNumber;
import io.netty.pkitesting.CertificateBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a refresh of the platform certificates does for each of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CertificateBenchmark {

	private byte[] pem = {};

	/**
	 * Make a certificate.
	 * @throws Exception if that fails
	 */
	@Setup
	public void setUp() throws Exception {
		this.pem = new CertificateBuilder().subject("CN=Tenpay.com")
			.rsa2048()
			.buildSelfSigned()
			.getCertificatePEM()
			.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Parse a certificate from PEM, and name it.
	 * @return the name
	 * @throws CertificateException if it is none
	 */
	@Benchmark
	public SerialNumber parse() throws CertificateException {
		InputStream stream = new ByteArrayInputStream(this.pem);
		Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(stream);
		return SerialNumber.of((X509Certificate) certificate);
	}

}
