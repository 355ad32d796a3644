package io.github.wechatpayhk.simulator.protocol;

/**
 * Carries out one operation. Implementations are thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OperationHandler {

	/**
	 * Carry out a call.
	 * @param call the call
	 * @return the response
	 * @throws ApiProblem if the call is refused
	 */
	Reply handle(Call call);

}
