package io.github.wechatpayhk.simulator.protocol;

import java.time.Instant;

import io.github.wechatpayhk.simulator.http.RawHeaders;

/**
 * A request that passed the signature check, ready for its operation.
 *
 * @param route what is asked
 * @param signer the number that signed
 * @param ids the numbers that the request carries
 * @param input the fields of body or query
 * @param headers the headers of the request
 * @param at the moment of arrival
 * @since 0.1.0
 */
public record Call(Route route, String signer, Ids ids, Input input, RawHeaders headers, Instant at) {

}
