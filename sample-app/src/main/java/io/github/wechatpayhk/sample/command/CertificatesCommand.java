package io.github.wechatpayhk.sample.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.sample.wire.WireJournal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Shows which platform certificates WeChat Pay lists for the merchant.
 */
@Command(name = "certificates", description = "Shows the platform certificates that WeChat Pay lists for the merchant.")
final class CertificatesCommand extends ServiceCommand {

	CertificatesCommand(CommandContext context) {
		super(context);
	}

	@Override
	CommandResult run(ConfigurableApplicationContext application) {
		WechatPayHkClient client = application.getBean(WechatPayHkClient.class);
		try {
			JsonNode response = client.webClient()
				.get()
				.uri(client.generation().certificates())
				.retrieve()
				.bodyToMono(JsonNode.class)
				.block();
			return listed(response).succeeded(application.getBean(WireJournal.class).requestIdOfLast(null));
		}
		catch (WechatPayHkException ex) {
			CommandResult failure = CommandResult.failed("Platform certificates", ex);
			return isPublicKeyMode(ex) ? failure.line("  This merchant has none: it uses the WeChat Pay public key.")
					: failure;
		}
	}

	private static boolean isPublicKeyMode(WechatPayHkException ex) {
		return ex instanceof WechatPayHkApiException response && response.status() == 404;
	}

	private static CommandResult listed(@Nullable JsonNode response) {
		List<Map<String, String>> certificates = new ArrayList<>();
		if (response != null) {
			for (JsonNode entry : response.path("data")) {
				Map<String, String> certificate = new LinkedHashMap<>();
				for (String name : List.of("serial_no", "effective_time", "expire_time")) {
					certificate.put(name, entry.path(name).asString(""));
				}
				certificates.add(certificate);
			}
		}
		CommandResult result = CommandResult.done("WeChat Pay lists " + certificates.size() + " certificate(s):");
		certificates.forEach((certificate) -> result.line("  " + certificate.get("serial_no") + "  from "
				+ certificate.get("effective_time") + "  until " + certificate.get("expire_time")));
		return result.line("The signature on the response was verified.").with("certificates", certificates);
	}

}
