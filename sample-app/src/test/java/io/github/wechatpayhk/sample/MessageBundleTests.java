package io.github.wechatpayhk.sample;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;

import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.reconciliation.Difference;
import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import io.github.wechatpayhk.sample.till.Failure;
import io.github.wechatpayhk.sample.till.OrderRefund;
import io.github.wechatpayhk.sample.till.QrStage;
import io.github.wechatpayhk.sample.till.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a page says, it says in both languages.
 */
class MessageBundleTests {

	private final Properties english = load("messages.properties");

	private final Properties chinese = load("messages_zh_Hant.properties");

	@Test
	void bothLanguagesSayTheSameThings() {
		assertThat(this.chinese.keySet()).containsExactlyInAnyOrderElementsOf(this.english.keySet());
		assertThat(this.english.values()).doesNotContain("");
		assertThat(this.chinese.values()).doesNotContain("");
	}

	@Test
	void bothLanguagesTakeTheSameArguments() {
		this.english
			.forEach((key, text) -> assertThat(arguments(this.chinese.getProperty(key.toString()))).as(key.toString())
				.isEqualTo(arguments(text.toString())));
	}

	@Test
	void eachStageAndOperationHasItsWords() {
		for (Stage stage : Stage.values()) {
			assertThat(this.english.stringPropertyNames()).contains("stage." + stage.key(), "node." + stage.key(),
					"advice." + stage.key());
		}
		for (QrStage stage : QrStage.values()) {
			assertThat(this.english.stringPropertyNames()).contains("stage." + stage.key(), "advice." + stage.key());
		}
		for (OrderRefund.State state : OrderRefund.State.values()) {
			assertThat(this.english.stringPropertyNames()).contains("refund." + state.key());
		}
		for (OnlinePaymentAttempt.Result result : OnlinePaymentAttempt.Result.values()) {
			assertThat(this.english.stringPropertyNames())
				.contains("trail." + result.name().toLowerCase(Locale.ROOT).replace('_', '-'));
		}
		for (Difference.Kind kind : Difference.Kind.values()) {
			String key = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
			assertThat(this.english.stringPropertyNames()).contains("difference." + key, "difference.todo." + key);
		}
		Arrays.stream(WechatPayHkOperation.values())
			.forEach((operation) -> assertThat(this.english.stringPropertyNames())
				.contains("operation." + operation.name().toLowerCase(Locale.ROOT)));
	}

	@Test
	void eachExplainedRefusalHasItsWords() {
		Failure.EXPLAINED.forEach((code) -> assertThat(this.english.stringPropertyNames())
			.contains("reason." + code.toLowerCase(Locale.ROOT)));
	}

	private static String arguments(String text) {
		return text.replaceAll("[^{}0-9]|(?<!\\{)[0-9](?!\\})", "");
	}

	private static Properties load(String name) {
		Properties properties = new Properties();
		try (Reader reader = new InputStreamReader(MessageBundleTests.class.getResourceAsStream("/" + name),
				StandardCharsets.UTF_8)) {
			properties.load(reader);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return properties;
	}

}
