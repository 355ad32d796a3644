package io.github.wechatpayhk.sample.command;

import java.time.Duration;
import java.util.UUID;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import io.github.wechatpayhk.sample.wire.WireJournal;
import io.github.wechatpayhk.signature.LastClockSkew;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Makes one harmless call and explains what its end shows.
 */
@Command(name = "doctor",
		description = "Makes one harmless signed call, and explains what it shows and what it cannot show.")
final class DoctorCommand extends ServiceCommand {

	@Option(names = "--call", paramLabel = "WHAT", defaultValue = "query",
			description = "query: an order number that nobody has (default); certificates: the list of certificates")
	private HarmlessCall call = HarmlessCall.query;

	DoctorCommand(CommandContext context) {
		super(context);
	}

	@Override
	CommandResult run(ConfigurableApplicationContext application) {
		Diagnosis diagnosis = diagnose(application);
		CommandResult result = (diagnosis.outcome() == null) ? CommandResult.done()
				: CommandResult.of(diagnosis.outcome());
		addSetting(result, application);
		result.line("Call             " + this.call.description);
		result.line("Response           " + diagnosis.response());
		if (diagnosis.requestId() != null) {
			result.line("Request-ID       " + diagnosis.requestId());
		}
		Duration skew = application.getBean(LastClockSkew.class).latest();
		if (skew != null) {
			result.line("Clock            " + clock(skew)).with("clockSkewSeconds", skew.toSeconds());
		}
		result.line("").line("What this shows:");
		diagnosis.shown().forEach((line) -> result.line("  - " + line));
		result.line("What it does not show:");
		diagnosis.notShown().forEach((line) -> result.line("  - " + line));
		diagnosis.advice().forEach((line) -> result.line("To do: " + line));
		return result.with("call", this.call.name())
			.with("response", diagnosis.response())
			.with("signature", diagnosis.signature())
			.with("requestId", diagnosis.requestId())
			.with("shows", diagnosis.shown())
			.with("doesNotShow", diagnosis.notShown())
			.with("toDo", diagnosis.advice());
	}

	private Diagnosis diagnose(ConfigurableApplicationContext application) {
		try {
			harmless(application).block();
			return Diagnosis.ofSuccess(this.call, application.getBean(WireJournal.class)
				.requestIdOfLast((this.call == HarmlessCall.query) ? WechatPayHkOperation.QUERY : null));
		}
		catch (WechatPayHkException ex) {
			return Diagnosis.of(this.call, ex);
		}
	}

	private Mono<?> harmless(ConfigurableApplicationContext application) {
		if (this.call == HarmlessCall.certificates) {
			WechatPayHkClient client = application.getBean(WechatPayHkClient.class);
			return client.webClient().get().uri(client.generation().certificates()).retrieve().toBodilessEntity();
		}
		String nobodys = "DOCTOR" + UUID.randomUUID().toString().replace("-", "").substring(0, 26);
		return application.getBean(QueryOrderService.class).query(OrderReference.outTradeNo(nobodys));
	}

	private static void addSetting(CommandResult result, ConfigurableApplicationContext application) {
		WechatPayHkClient client = application.getBean(WechatPayHkClient.class);
		String baseUrl = client.baseUrl().toString();
		String serialNumber = application.getBean(MerchantCredential.class).serialNumber().toString();
		result.line("Gateway          " + baseUrl)
			.line("Generation       " + client.generation())
			.line("Signing as       " + client.merchantIds().signer() + ", certificate " + serialNumber);
		client.platformKeys()
			.state()
			.keys()
			.forEach((key) -> result.line("Trusted key      " + key.serialNumber()
					+ ((key.trustedUntil() != null) ? " until " + key.trustedUntil() : "")));
		result.with("gateway", baseUrl)
			.with("generation", client.generation().name())
			.with("mchid", client.merchantIds().signer())
			.with("serialNumber", serialNumber);
	}

	private static String clock(Duration skew) {
		long seconds = skew.toSeconds();
		return (seconds == 0) ? "as WeChat Pay's, to the second"
				: Math.abs(seconds) + " s " + ((seconds > 0) ? "ahead of" : "behind") + " WeChat Pay's";
	}

}
