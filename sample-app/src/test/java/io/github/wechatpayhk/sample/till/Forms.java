package io.github.wechatpayhk.sample.till;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import reactor.core.scheduler.Schedulers;

import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A browser without a script: it shows pages and sends their forms.
 */
final class Forms {

	static final Duration PATIENCE = Duration.ofSeconds(60);

	private final int port;

	private volatile String cookie = "";

	Forms(int port) {
		this.port = port;
	}

	String page(String path) {
		EntityExchangeResult<String> response = client().get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult();
		this.cookie = response.getResponseCookies().getFirst("XSRF-TOKEN").getValue();
		return response.getResponseBody();
	}

	/**
	 * Follow a page by its events until it shows something.
	 */
	String awaitPage(String path, String pattern) {
		return client().get()
			.uri(path + "/events?seen=-1")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.exchange()
			.returnResult(String.class)
			.getResponseBody()
			.publishOn(Schedulers.boundedElastic())
			.map((event) -> page(path))
			.filter(Pattern.compile(pattern).asPredicate())
			.blockFirst(PATIENCE);
	}

	void sendTwice(String path, String form) throws InterruptedException {
		Thread other = new Thread(() -> send(path, form).expectStatus().is3xxRedirection());
		other.start();
		send(path, form).expectStatus().is3xxRedirection();
		other.join();
	}

	WebTestClient.ResponseSpec send(String path, String form) {
		return client().post()
			.uri(path)
			.cookie("XSRF-TOKEN", this.cookie)
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.bodyValue(form)
			.exchange();
	}

	WebTestClient client() {
		return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).responseTimeout(PATIENCE).build();
	}

	static String token(String page) {
		return first("name=\"_csrf\" value=\"([^\"]*)\"", page);
	}

	static String first(String pattern, String text) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		assertThat(matcher.find()).as(pattern).isTrue();
		return matcher.group(1);
	}

}
