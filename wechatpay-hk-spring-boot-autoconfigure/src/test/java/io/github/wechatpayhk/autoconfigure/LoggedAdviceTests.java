package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log advises when the configuration turns out to be wrong in a call.
 */
class LoggedAdviceTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final String OTHER_KEY = "fedcba9876543210fedcba9876543210";

	@TempDir
	private Path directory;

	private WechatPayHkSimulator simulator;

	@BeforeEach
	void startSimulator() {
		this.simulator = WechatPayHkSimulator.start();
	}

	@AfterEach
	void stopSimulator() {
		this.simulator.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			unauthorized | check that merchant number, serial number and private key belong together
			forbidden    | ask WeChat Pay to grant this API to the merchant number
			""")
	void warnsOnceOfARefusedSignerAndNamesTheSerialNumber(String fault, String advice) throws Exception {
		this.simulator.faults().inject(Fault.parse(fault));

		assertWarnsOnce("outcome=REJECTED",
				"; signed under serial number " + this.simulator.merchant().serialNumber() + ": " + advice);
	}

	@Test
	void warnsOnceOfAnotherSerialNumber() throws Exception {
		String other = "5157F09EFDC096DE15EBE81A47057A7200000001";

		assertWarnsOnce("WeChat Pay responded with 401", "; signed under serial number " + other + ": check that",
				"wechatpay.hk.merchant-serial-number=" + other);
	}

	@Test
	void warnsOnceOfAnotherApiV3Key() throws Exception {
		assertWarnsOnce("outcome=NOT_SENT", "check that 'wechatpay.hk.api-v3-key' is the APIv3 key",
				"wechatpay.hk.http.warm-up=false", "wechatpay.hk.public-key=", "wechatpay.hk.public-key-id=",
				"wechatpay.hk.api-v3-key=" + OTHER_KEY);
	}

	@Test
	void advisesWhereTheDownloadOfCertificatesIsRefused() throws Exception {
		assertWarnsOnce("last download failed: WeChat Pay responded with 401",
				"check that merchant number, serial number and private key belong together",
				"wechatpay.hk.http.warm-up=false", "wechatpay.hk.public-key=", "wechatpay.hk.public-key-id=",
				"wechatpay.hk.api-v3-key=" + this.simulator.merchant().apiV3Key(),
				"wechatpay.hk.merchant-serial-number=5157F09EFDC096DE15EBE81A47057A7200000001");
	}

	private void assertWarnsOnce(String finding, String advice, String... properties) throws Exception {
		try (ConfigurableApplicationContext context = TestApplication.start(WebApplicationType.NONE, this.simulator,
				this.directory, properties); CapturedLog log = CapturedLog.at(Level.INFO)) {
			StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(WechatPayHkSimulator.PAID_ORDER))
				.expectError(WechatPayHkException.class)
				.verify(LONG_ENOUGH);

			assertThat(log.events().filter(LoggedAdviceTests::isOurs)).singleElement()
				.satisfies((event) -> assertThat(event.getLevel()).isEqualTo(Level.WARN),
						(event) -> assertThat(event.getFormattedMessage()).startsWith("WeChat Pay call failed: ")
							.contains(finding, advice)
							.doesNotContain("signature=\""));
		}
	}

	private static boolean isOurs(ILoggingEvent event) {
		return event.getLoggerName().startsWith("io.github.wechatpayhk.") && !event.getLoggerName().endsWith(".money")
				&& !event.getLoggerName().contains(".simulator.");
	}

}
