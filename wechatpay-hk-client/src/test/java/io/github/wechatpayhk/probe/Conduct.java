package io.github.wechatpayhk.probe;

import java.io.IOException;
import java.net.Socket;

/**
 * What a gateway does with a request that it has read.
 */
@FunctionalInterface
public interface Conduct {

	/**
	 * Answer, or do something worse.
	 * @param request the request
	 * @param connection the connection that it came on
	 * @throws IOException if the other side has gone
	 */
	void answer(ProbeRequest request, Socket connection) throws IOException;

}
