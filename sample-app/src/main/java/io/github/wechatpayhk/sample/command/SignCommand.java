package io.github.wechatpayhk.sample.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.signature.RandomNonces;
import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.signature.Signer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Signs a request without sending it, for comparison with what another client makes of
 * it. The header that it prints opens the API for five minutes.
 */
@Command(name = "sign",
		description = { "Shows the message and the Authorization header for a request. Nothing is sent.",
				"The header is as good as a key for five minutes: do not pass it on." })
final class SignCommand extends ServiceCommand {

	@Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST, PUT, PATCH or DELETE")
	private String method = "";

	@Parameters(index = "1", paramLabel = "TARGET",
			description = "path and query as on the request line, such as /hk/v3/certificates")
	private String target = "";

	@Option(names = "--body", paramLabel = "TEXT|@FILE", description = "the exact body; @FILE reads it from a file")
	private @Nullable String body;

	@Option(names = "--timestamp", paramLabel = "SECONDS", description = "Unix time, instead of now")
	private @Nullable Long timestamp;

	@Option(names = "--nonce", paramLabel = "TEXT", description = "the nonce, instead of a random one")
	private @Nullable String nonce;

	SignCommand(CommandContext context) {
		super(context);
	}

	@Override
	CommandResult run(ConfigurableApplicationContext application) {
		String verb = this.method.toUpperCase(Locale.ROOT);
		if (!verb.matches("GET|POST|PUT|PATCH|DELETE")) {
			throw wrong("METHOD must be GET, POST, PUT, PATCH or DELETE, not '" + this.method + "'");
		}
		if (!this.target.startsWith("/")) {
			throw wrong("TARGET must begin with a slash, without scheme and host: /hk/v3/certificates");
		}
		if (this.nonce != null && !this.nonce.matches("[0-9A-Za-z]{1,32}")) {
			throw wrong("--nonce must have 1 to 32 letters and digits");
		}
		AtomicReference<byte[]> message = new AtomicReference<>(new byte[0]);
		String authorization = authorizer(application, message).authorize(verb, this.target, bytes()).block();
		String text = new String(message.get(), StandardCharsets.UTF_8);
		return CommandResult
			.done("Message, each line ends with a line feed:", "", text, "Header:", "",
					"Authorization: " + authorization)
			.with("message", text)
			.with("authorization", authorization);
	}

	private RequestAuthorizer authorizer(ConfigurableApplicationContext application, AtomicReference<byte[]> message) {
		MerchantCredential credential = application.getBean(MerchantCredential.class).present();
		Signer signer = (bytes) -> {
			message.set(bytes);
			return credential.signer().sign(bytes);
		};
		InstantSource clock = (this.timestamp != null) ? InstantSource.fixed(Instant.ofEpochSecond(this.timestamp))
				: InstantSource.system();
		String given = this.nonce;
		Supplier<String> nonces = (given != null) ? () -> given : new RandomNonces();
		return RequestAuthorizer.create(application.getBean(WechatPayHkClient.class).merchantIds().signer(),
				credential.serialNumber(), signer, clock, nonces, Schedulers.boundedElastic());
	}

	private byte[] bytes() {
		if (this.body == null) {
			return new byte[0];
		}
		if (!this.body.startsWith("@")) {
			return this.body.getBytes(StandardCharsets.UTF_8);
		}
		try {
			return Files.readAllBytes(Path.of(this.body.substring(1)));
		}
		catch (IOException ex) {
			throw wrong("--body: the file '" + this.body.substring(1) + "' cannot be read");
		}
	}

}
