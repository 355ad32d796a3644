package io.github.wechatpayhk.simulator.transport;

import java.util.List;

import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;

/**
 * No stubs from files. WireMock would read those of the application under test, which are
 * not meant for this server, and would go before the gateway.
 */
final class NoMappings implements MappingsSource {

	@Override
	public void loadMappingsInto(StubMappings stubs) {
	}

	@Override
	public void save(List<StubMapping> stubs) {
	}

	@Override
	public void save(StubMapping stub) {
	}

	@Override
	@SuppressWarnings("removal")
	public void remove(StubMapping stub) {
	}

	@Override
	public void removeAll() {
	}

}
