package io.github.wechatpayhk.test.operations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The one line that the log has for a call that failed.
 */
@OperatedShopTest
@TestPropertySource(properties = "wechatpay.hk.retry.max-attempts=2")
class CallLogTests {

	@Autowired
	private WechatPayHkSimulator simulator;

	@Autowired
	private ReverseOrderService service;

	@Autowired
	private QueryOrderService queries;

	@Autowired
	private Environment environment;

	@Test
	void logsEachFinishedCallThatMovesMoney() {
		try (CapturedLog log = CapturedLog.at(Level.INFO)) {
			Calls.complete(this.service.reverse(Calls.ORDER));
			String completed = requestId();
			Calls.fail(this.service.reverse("NOSUCHORDER"));
			Calls.complete(this.queries.query(OrderReference.outTradeNo(Calls.ORDER)).then());

			assertThat(log.events().filter(CallLogTests::isOfMoney)).extracting(ILoggingEvent::getLevel)
				.containsOnly(Level.INFO);
			assertThat(log.events().filter(CallLogTests::isOfMoney).map(ILoggingEvent::getFormattedMessage))
				.satisfiesExactly(
						(line) -> assertThat(line)
							.startsWith("WeChat Pay money: operation=REVERSE order=" + Calls.ORDER
									+ " merchant=default mchid=1900000109 outcome=COMPLETED attempts=1 tookMillis=")
							.endsWith(" requestId=" + completed),
						(line) -> assertThat(line).contains(" order=NOSUCHORDER ", " outcome=REJECTED attempts=1 ",
								" requestId="));
		}
	}

	private static boolean isOfMoney(ILoggingEvent event) {
		return event.getLoggerName().equals("io.github.wechatpayhk.money");
	}

	@Test
	void saysNothingElseOfACallThatSucceeds() {
		this.simulator.faults().inject(Fault.systemError()).once();

		try (CapturedLog log = CapturedLog.at(Level.INFO)) {
			Calls.complete(this.service.reverse(Calls.ORDER));

			assertThat(log.calls()).isEmpty();
		}
	}

	@Test
	void namesOrderRequestIdAndOutcomeOfARefusal() {
		try (CapturedLog log = CapturedLog.at(Level.INFO)) {
			Calls.fail(this.service.reverse("NOSUCHORDER"));

			assertThat(log.calls()).singleElement()
				.asString()
				.startsWith("WeChat Pay call failed: operation=REVERSE order=NOSUCHORDER merchant=default"
						+ " mchid=1900000109 outcome=REJECTED attempts=1 tookMillis=")
				.contains(" status=404 code=", " signature=VERIFIED ", " requestId=" + requestId() + " ",
						" message=\"");
			assertThat(log.events()).filteredOn((event) -> event.getFormattedMessage().contains("NOSUCHORDER"))
				.extracting(ILoggingEvent::getLevel)
				.containsOnly(Level.INFO);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "system-error", "tampered", "unsigned", "reset-after-effect" })
	void warnsOnceOfACallWhoseOutcomeIsUnknown(String fault) {
		this.simulator.faults().inject(Fault.parse(fault));

		try (CapturedLog log = CapturedLog.at(Level.INFO)) {
			Calls.fail(this.service.reverse(Calls.ORDER));

			assertThat(log.calls()).singleElement()
				.asString()
				.contains(" order=" + Calls.ORDER + " ", " outcome=UNKNOWN attempts=2 ");
			assertThat(log.events()).filteredOn((event) -> event.getFormattedMessage().contains(" outcome="))
				.filteredOn((event) -> !isOfMoney(event))
				.extracting(ILoggingEvent::getLevel)
				.containsOnly(Level.WARN);
		}
	}

	@Test
	void tellsTheOutcomeOfACancelledCall() {
		this.simulator.faults().inject(Fault.noResponse());

		try (CapturedLog log = CapturedLog.at(Level.INFO)) {
			Calls.cancel(this.service.reverse(Calls.ORDER), this.simulator);

			assertThat(log.calls()).singleElement()
				.asString()
				.startsWith("WeChat Pay call cancelled: operation=REVERSE order=" + Calls.ORDER)
				.contains(" outcome=UNKNOWN ");
		}
	}

	@Test
	void isOneJsonObjectWithStructuredLogging() throws IOException {
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		context.putObject(Environment.class.getName(), this.environment);
		encoder.setContext(context);
		encoder.setFormat("logstash");
		encoder.start();

		try (CapturedLog log = CapturedLog.at(Level.INFO)) {
			Calls.fail(this.service.reverse("NOSUCHORDER"));

			byte[] line = log.events()
				.filter((event) -> event.getFormattedMessage().startsWith("WeChat Pay call"))
				.map(encoder::encode)
				.findFirst()
				.orElseThrow();
			assertThat(new String(line, StandardCharsets.UTF_8).strip()).doesNotContain("\n");
			JsonNode json = JsonMapper.shared().readTree(line);
			assertThat(json.get("message").stringValue()).contains("order=NOSUCHORDER", "requestId=" + requestId());
			assertThat(json.get("level").stringValue()).isEqualTo("INFO");
		}
	}

	@Test
	void holdsNoSecretAtAnyLevel() {
		try (CapturedLog log = CapturedLog.at(Level.TRACE)) {
			Calls.complete(this.service.reverse(Calls.ORDER));
			Calls.fail(this.service.reverse("NOSUCHORDER"));
			this.simulator.faults().inject(Fault.tampered());
			Calls.fail(this.queries.query(OrderReference.outTradeNo(Calls.ORDER)));

			assertThat(log.text()).contains("NOSUCHORDER").doesNotContain(Secrets.of(this.simulator));
		}
		MDC.clear();
	}

	private String requestId() {
		return Objects.requireNonNull(this.simulator.requests().last().response().headers().first("Request-ID"));
	}

}
