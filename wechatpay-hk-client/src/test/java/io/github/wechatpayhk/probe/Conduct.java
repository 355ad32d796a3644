package io.github.wechatpayhk.probe;

import java.io.IOException;
import java.net.Socket;

/**
 * What a gateway does with a request that it has read.
 */
@FunctionalInterface
public interface Conduct {

	/**
	 * Response, or do something worse.
	 * @param request the request
	 * @param connection the connection that it came on
	 * @throws IOException if the other side has gone
	 */
	void response(ProbeRequest request, Socket connection) throws IOException;

}
