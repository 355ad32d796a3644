package io.github.wechatpayhk.sample.command;

import java.time.Duration;
import java.util.Objects;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import io.github.wechatpayhk.sample.wire.WireJournal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Reverses one order.
 */
@Command(name = "reverse", description = "Reverses one order: closes it, or pays it back.")
final class ReverseCommand extends ServiceCommand {

	@ArgGroup(multiplicity = "1")
	private @Nullable OrderNumber order;

	@Option(names = "--deadline", paramLabel = "SECONDS",
			description = "how long the call may take, all attempts included")
	private @Nullable Integer deadline;

	ReverseCommand(CommandContext context) {
		super(context);
	}

	@Override
	CommandResult run(ConfigurableApplicationContext application) {
		OrderNumber number = Objects.requireNonNull(this.order);
		if (this.deadline != null && this.deadline < 1) {
			throw wrong("--deadline must be 1 or more");
		}
		try {
			application.getBean(ReverseOrderService.class).reverse(request(number)).block();
			return CommandResult
				.done("Order " + number + " is reversed.", "WeChat Pay's signature on the response was verified.")
				.with("order", number.toString())
				.succeeded(application.getBean(WireJournal.class).requestIdOfLast(WechatPayHkOperation.REVERSE));
		}
		catch (WechatPayHkException ex) {
			return CommandResult.failed("Order " + number, ex).with("order", number.toString());
		}
	}

	private ReverseOrderRequest request(OrderNumber number) throws WechatPayHkRequestException {
		ReverseOrderRequest request = (number.outTradeNo() != null)
				? ReverseOrderRequest.outTradeNo(number.outTradeNo())
				: ReverseOrderRequest.transactionId(number.toString());
		return (this.deadline != null) ? request.withDeadline(Duration.ofSeconds(this.deadline)) : request;
	}

}
