package io.github.wechatpayhk.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.wechatpayhk.simulator.gateway.RateLimits;
import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drives Quick Pay orders and others with seeded random events and compares each response
 * and state with a small model of its own: the transition table of the protocol, as text.
 */
class TransitionTests {

	// state: event=next/status, for the events pay, fail, reverse, close, refund
	private static final String QUICK_PAY = """
			NOTPAY     pay=SUCCESS/0 fail=PAYERROR/0   reverse=REVOKED/204 close=CLOSED/204     refund=NOTPAY/400
			USERPAYING pay=SUCCESS/0 fail=PAYERROR/0   reverse=REVOKED/204 close=USERPAYING/400 refund=USERPAYING/400
			PAYERROR   pay=PAYERROR/0 fail=PAYERROR/0  reverse=REVOKED/204 close=CLOSED/204     refund=PAYERROR/400
			SUCCESS    pay=SUCCESS/0 fail=SUCCESS/0    reverse=REVOKED/204 close=SUCCESS/400    refund=REFUND/200
			REFUND     pay=REFUND/0  fail=REFUND/0     reverse=REFUND/400  close=REFUND/400     refund=REFUND/200
			REVOKED    pay=REVOKED/0 fail=REVOKED/0    reverse=REVOKED/204 close=REVOKED/204    refund=REVOKED/400
			CLOSED     pay=CLOSED/0  fail=CLOSED/0     reverse=CLOSED/400  close=CLOSED/204     refund=CLOSED/400
			""";

	private static final String OTHERS = """
			NOTPAY     pay=SUCCESS/0 fail=NOTPAY/0     reverse=NOTPAY/400  close=CLOSED/204     refund=NOTPAY/400
			SUCCESS    pay=SUCCESS/0 fail=SUCCESS/0    reverse=SUCCESS/400 close=SUCCESS/400    refund=REFUND/200
			REFUND     pay=REFUND/0  fail=REFUND/0     reverse=REFUND/400  close=REFUND/400     refund=REFUND/200
			CLOSED     pay=CLOSED/0  fail=CLOSED/0     reverse=CLOSED/400  close=CLOSED/204     refund=CLOSED/400
			""";

	private static final String[] EVENTS = { "pay", "fail", "reverse", "close", "refund", "wait" };

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })
	void behavesLikeTheTable(long seed) {
		Random random = new Random(seed);
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
			.clock(SimulatedClock.standing(Instant.parse("2026-01-01T00:00:00Z")))
			.seed(seed)
			.merchant(TestKeys.merchant())
			.platform(TestKeys::platform)
			.rateLimit(RateLimits.none())
			.refundRules((rules) -> rules.withSpacing(Duration.ZERO))
			.startInMemory()) {
			DirectCaller caller = new DirectCaller(simulator);
			for (int order = 0; order < 8; order++) {
				drive(simulator, caller, "T" + order, random);
			}
		}
	}

	private static void drive(WechatPayHkSimulator simulator, DirectCaller caller, String no, Random random) {
		boolean isQuickPay = random.nextBoolean();
		String state = place(caller, no, isQuickPay, random);
		Duration age = Duration.ZERO;
		List<String> history = new ArrayList<>();
		for (int step = 0; step < 10; step++) {
			String event = EVENTS[random.nextInt(EVENTS.length)];
			history.add(state + " " + event);
			if (event.equals("wait")) {
				Duration time = Duration.ofSeconds(random.nextInt(30));
				simulator.advance(time);
				age = age.plus(time);
				boolean isDue = isQuickPay && age.compareTo(Duration.ofSeconds(45)) >= 0;
				state = (isDue && List.of("NOTPAY", "USERPAYING", "PAYERROR").contains(state)) ? "REVOKED" : state;
			}
			else {
				String[] expected = cell(isQuickPay ? QUICK_PAY : OTHERS, state, event).split("/", -1);
				int status = happen(simulator, caller, no, event, step);
				assertThat(status).as(history.toString()).isEqualTo(Integer.parseInt(expected[1]));
				state = expected[0];
			}
			assertThat(simulator.orders().state(no).name()).as(history.toString()).isEqualTo(state);
		}
	}

	private static String place(DirectCaller caller, String no, boolean isQuickPay, Random random) {
		if (!isQuickPay) {
			caller.post("/hk/v3/transactions/native",
					caller.order(no, "NATIVE", ",\"notify_url\":\"https://shop.invalid/notify\""));
			return "NOTPAY";
		}
		String[] digits = { "06", "91", "93", "95" };
		String[] states = { "SUCCESS", "USERPAYING", "NOTPAY", "PAYERROR" };
		int chosen = random.nextInt(digits.length);
		caller.post("/hk/v3/transactions/micropay",
				caller.micropay(no, "12" + String.format("%014d", no.hashCode()) + digits[chosen]));
		return states[chosen];
	}

	private static int happen(WechatPayHkSimulator simulator, DirectCaller caller, String no, String event, int step) {
		String ids = "{" + caller.ids() + "}";
		String path = "/v3/global/micropay/transactions/out-trade-no/" + no;
		RawResponse response = switch (event) {
			case "reverse" -> caller.post(path + "/reverse", ids);
			case "close" -> caller.post("/v3/global/transactions/out-trade-no/" + no + "/close", ids);
			case "refund" -> caller.post("/v3/global/refunds", caller.refund(no, no + "R" + step, 1));
			default -> null;
		};
		if (event.equals("pay")) {
			simulator.pay(no);
		}
		if (event.equals("fail")) {
			simulator.failPayment(no);
		}
		return (response != null) ? response.status() : 0;
	}

	private static String cell(String table, String state, String event) {
		String line = table.lines().filter((row) -> row.startsWith(state + " ")).findFirst().orElseThrow();
		int start = line.indexOf(event + "=") + event.length() + 1;
		return line.substring(start).split(" ", -1)[0];
	}

}
