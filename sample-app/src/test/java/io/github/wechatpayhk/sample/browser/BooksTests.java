package io.github.wechatpayhk.sample.browser;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

import io.github.wechatpayhk.reconciliation.Reconciliation;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.statement.StatementRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The books of a day, as a cashier sees them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "wechatpay.hk.retry.backoff=50ms", "wechatpay.hk.durable-reversal.polling-interval=200ms",
				"wechatpay.hk.online-payment.refund-pauses=1s", "sample.hosts=127.0.0.1" })
class BooksTests extends CashierPage {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private LocalDate day;

	/**
	 * The simulator has an order that is paid when it starts: payments are taken on
	 * another day.
	 */
	@BeforeEach
	void beginAtNoon() {
		this.day = Reconciliation.day(this.clock.instant()).plusDays(1);
		Instant noon = this.day.atTime(12, 0).atZone(StatementRequest.ZONE).toInstant();
		letPass(Duration.between(this.clock.instant(), noon));
	}

	@Test
	void comparesADayAndSaysWhatIsToBeDone() {
		pay("88.80", "Oolong tea");
		String reversed = pay("45", "Umbrella");
		this.browser.click("#reverse");
		this.browser.awaitText(STATE, "Reversed");
		this.browser.open(url("queue"));
		this.browser.awaitText("tr:has(#reversal-" + reversed + ")", "Reversed");
		letPass(Duration.ofHours(34));

		this.browser.open(url(""));
		this.browser.click("#to-books");
		this.browser.look("books-before");
		compare();
		this.browser.awaitText(STATE, "The books agree");
		assertThat(this.browser.text("#totals")).contains("HKD", "1 · 88.80", "0 · 0", "0.71", "88.0");
		assertThat(this.browser.has("#differences li")).isFalse();
		this.browser.look("books-agree");

		this.simulator.statementChanges().showAsPaid(reversed);
		this.browser.click("#compare");
		this.browser.awaitText(STATE, "There are differences");
		assertThat(this.browser.text("#differences")).contains(reversed, "Reversed here, paid there",
				"The payer’s money is held for nothing.");
		this.browser.look("books-different");
		assertThat(download()).startsWith("day,row,name,number,currency,count,amount,detail\r\n")
			.contains(this.day + ",total,payments,,HKD,2,133.80,\r\n",
					this.day + ",difference,REVERSED_HERE_PAID_THERE," + reversed + ",");

		this.browser.open(url("books"));
		assertThat(this.browser.text("table")).contains(this.day.toString(), "There are differences");
		this.browser.look("books");
	}

	@Test
	void showsThePaymentsAndRefundsOfOrdersByQrCode() {
		type("12", "Dumplings");
		this.browser.click("#qr");
		this.browser.awaitText(STATE, "Waiting for the payer");
		this.browser.click("#scan");
		this.browser.awaitText(STATE, "Paid");
		this.browser.type("#refund-amount", "3.00");
		this.browser.click("#refund");
		this.simulator.requests().await((request) -> !this.simulator.refunds().all().isEmpty(), PATIENCE);
		letPass(Duration.ofHours(34));

		this.browser.open(url("books"));
		compare();
		this.browser.awaitText(STATE, "The books agree");
		assertThat(this.browser.text("#totals")).contains("1 · 12.00", "1 · 3.00");
	}

	@Test
	void saysThatThereIsNoStatement() {
		this.browser.open(url("books"));
		this.simulator.faults().inject(Fault.unsigned()).on(Operation.STATEMENT);
		this.browser.click("#compare");
		this.browser.awaitText(".problem", "There is no report of this day.");
		assertThat(this.browser.text(".mode")).isEqualTo("Practice");
		this.browser.look("books-no-statement");
	}

	@Test
	void fitsOnAPhone() {
		String reversed = pay("12345.60", "A rather long description of what is bought, without end");
		letPass(Duration.ofHours(34));
		this.simulator.statementChanges().leaveOutPayment(reversed);
		for (String language : new String[] { "en", "zh-HK" }) {
			this.browser.speak(language);
			this.browser.size(360, 740);
			this.browser.open(url("books"));
			assertNothingSticksOut();
			compare();
			this.browser.await(".state.tone-different");
			assertNothingSticksOut();
			this.browser.look("phone-books-day-" + language);
			this.browser.open(url("books"));
			assertNothingSticksOut();
			this.browser.look("phone-books-" + language);
		}
	}

	private String pay(String amount, String description) {
		this.browser.open(url(""));
		type(amount, description);
		this.browser.click("#pay");
		this.browser.await(".state.tone-paid");
		return outTradeNo();
	}

	private void type(String amount, String description) {
		this.browser.type("#amount", amount);
		this.browser.type("#description", description);
	}

	private void compare() {
		this.browser.run("document.querySelector('#day').value = arguments[0]", this.day.toString());
		this.browser.click("#compare");
	}

	private String download() {
		return WebTestClient.bindToServer()
			.baseUrl(this.browser.find("#download").getAttribute("href"))
			.build()
			.get()
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType("text/csv;charset=UTF-8")
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
	}

}
