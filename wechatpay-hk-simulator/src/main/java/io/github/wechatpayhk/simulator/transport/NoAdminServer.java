package io.github.wechatpayhk.simulator.transport;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockApp;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import wiremock.org.eclipse.jetty.server.Handler;
import wiremock.org.eclipse.jetty.server.handler.ContextHandler;
import wiremock.org.eclipse.jetty.server.handler.HandlerCollection;

/**
 * WireMock's server without its admin API. That API is open to each page that a browser
 * on this machine shows: its pages may be read from any origin, and it stubs, proxies,
 * writes files and shuts down. Its paths are paths of the gateway here.
 */
final class NoAdminServer extends Jetty11HttpServer {

	NoAdminServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
		super(options, admin, stubs);
	}

	@Override
	protected Handler createHandler(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
		HandlerCollection handlers = (HandlerCollection) super.createHandler(options, admin, stubs);
		for (Handler handler : handlers.getHandlers()) {
			if (handler instanceof ContextHandler context
					&& WireMockApp.ADMIN_CONTEXT_ROOT.equals(context.getContextPath())) {
				handlers.removeHandler(context);
				return handlers;
			}
		}
		throw new IllegalStateException("WireMock's admin API was not found and stays open, so nothing was started;"
				+ " use the version of WireMock that the simulator was built with");
	}

}
