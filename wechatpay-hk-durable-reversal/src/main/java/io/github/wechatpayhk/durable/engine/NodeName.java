package io.github.wechatpayhk.durable.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/**
 * Names this process among those that share a database: its host, for operators, and
 * something that no other has.
 */
final class NodeName {

	private static final int LONGEST_HOST = 40;

	private NodeName() {
	}

	static String create() {
		String unique = UUID.randomUUID().toString().substring(0, 8);
		try {
			String host = InetAddress.getLocalHost().getHostName();
			return ((host.length() > LONGEST_HOST) ? host.substring(0, LONGEST_HOST) : host) + "-" + unique;
		}
		catch (UnknownHostException ex) {
			return "node-" + unique;
		}
	}

}
