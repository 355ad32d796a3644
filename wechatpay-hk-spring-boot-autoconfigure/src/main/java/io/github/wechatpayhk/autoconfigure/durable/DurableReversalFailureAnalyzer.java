package io.github.wechatpayhk.autoconfigure.durable;

import io.github.wechatpayhk.durable.DurableReversalException;
import io.github.wechatpayhk.durable.ReversalSchemaException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports why scheduled reversals cannot be kept: tables of another version, or a
 * database that cannot be reached.
 */
final class DurableReversalFailureAnalyzer extends AbstractFailureAnalyzer<DurableReversalException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DurableReversalException cause) {
		String action = (cause instanceof ReversalSchemaException)
				? "Run what is named above against the database, or let Flyway or Liquibase do it: set "
						+ "'wechatpay.hk.durable-reversal.schema' to 'flyway' or 'liquibase'."
				: "Check that the database is up and that its connection settings are right. An embedded one can be "
						+ "opened by one process at a time: several nodes need a database of the application, see "
						+ "'wechatpay.hk.durable-reversal.store'.";
		return new FailureAnalysis("Durable reversals cannot be kept:\n\n    " + cause.getMessage(), action, cause);
	}

}
