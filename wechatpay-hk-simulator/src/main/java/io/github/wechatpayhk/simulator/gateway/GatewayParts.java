package io.github.wechatpayhk.simulator.gateway;

import java.time.InstantSource;
import java.util.Map;

import io.github.wechatpayhk.simulator.fault.Faults;
import io.github.wechatpayhk.simulator.journal.RequestJournal;
import io.github.wechatpayhk.simulator.platform.SimulatedPlatform;
import io.github.wechatpayhk.simulator.protocol.IdsReader;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.protocol.OperationHandler;
import io.github.wechatpayhk.simulator.protocol.RandomIds;
import io.github.wechatpayhk.simulator.protocol.Routes;
import io.github.wechatpayhk.simulator.signature.RequestVerifier;
import io.github.wechatpayhk.simulator.signature.ResponseSigner;
import io.github.wechatpayhk.simulator.time.EventQueue;

/**
 * What a gateway consists of.
 *
 * @param clock the clock
 * @param eventQueue what falls due by the clock
 * @param rules the choices about requests and responses
 * @param routes the table of paths
 * @param verifier checks signatures
 * @param idsReader reads and checks ids
 * @param handlers what carries out each operation
 * @param faults what goes wrong
 * @param platform the keys that sign responses
 * @param responseSigner signs responses
 * @param journal where requests are recorded
 * @param ids makes request ids
 * @since 0.1.0
 */
public record GatewayParts(InstantSource clock, EventQueue eventQueue, GatewayRules rules, Routes routes,
		RequestVerifier verifier, IdsReader idsReader, Map<Operation, OperationHandler> handlers, Faults faults,
		SimulatedPlatform platform, ResponseSigner responseSigner, RequestJournal journal, RandomIds ids) {

	OperationHandler handler(Operation operation) {
		OperationHandler handler = this.handlers.get(operation);
		if (handler == null) {
			throw new IllegalStateException("Nothing carries out " + operation);
		}
		return handler;
	}

}
