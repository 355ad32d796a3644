package io.github.wechatpayhk.sample.command;

import java.util.Objects;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.Order.PaidAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import io.github.wechatpayhk.sample.wire.WireJournal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Shows one order.
 */
@Command(name = "query", description = "Shows one order as WeChat Pay has it.")
final class QueryCommand extends ServiceCommand {

	@ArgGroup(multiplicity = "1")
	private @Nullable OrderNumber order;

	QueryCommand(CommandContext context) {
		super(context);
	}

	@Override
	CommandResult run(ConfigurableApplicationContext application) {
		OrderNumber number = Objects.requireNonNull(this.order);
		try {
			Order found = Objects
				.requireNonNull(application.getBean(QueryOrderService.class).query(reference(number)).block());
			return found(found).with("order", number.toString())
				.with("response", found)
				.succeeded(application.getBean(WireJournal.class).requestIdOfLast(WechatPayHkOperation.QUERY));
		}
		catch (WechatPayHkException ex) {
			return CommandResult.failed("Order " + number, ex).with("order", number.toString());
		}
	}

	private static OrderReference reference(OrderNumber number) {
		return (number.outTradeNo() != null) ? OrderReference.outTradeNo(number.outTradeNo())
				: OrderReference.transactionId(number.toString());
	}

	private static CommandResult found(Order order) {
		CommandResult result = CommandResult.done("Order " + order.outTradeNo() + ": " + order.tradeState()
				+ ((order.tradeStateDesc() != null) ? " (" + order.tradeStateDesc() + ')' : ""));
		PaidAmount amount = order.amount();
		if (amount != null && amount.total() != null) {
			result.line("  amount          " + amount.total() + ' ' + amount.currency() + " (smallest unit)");
		}
		if (order.id() != null) {
			result.line("  transaction id  " + order.id());
		}
		if (order.successTime() != null) {
			result.line("  paid at         " + order.successTime());
		}
		return result.line("WeChat Pay's signature on the response was verified.");
	}

}
