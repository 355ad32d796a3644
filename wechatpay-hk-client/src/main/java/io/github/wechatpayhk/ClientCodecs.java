package io.github.wechatpayhk;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

/**
 * How bodies are written and read. The JSON mapper is ours: the application's settings
 * must not change what is signed. By far the largest part of a client, and the same for
 * all: to be shared.
 *
 * @param jsonMapper reads and writes JSON
 * @param strategies the codecs with that mapper
 * @param maxInMemorySize the largest body, in bytes
 */
record ClientCodecs(JsonMapper jsonMapper, ExchangeStrategies strategies, int maxInMemorySize) {

	static ClientCodecs create(int maxInMemorySize) {
		JsonMapper jsonMapper = JsonMapper.builder().build();
		return new ClientCodecs(jsonMapper, ExchangeStrategies.builder().codecs((codecs) -> {
			codecs.defaultCodecs().jacksonJsonEncoder(new JacksonJsonEncoder(jsonMapper));
			codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(jsonMapper));
			codecs.defaultCodecs().maxInMemorySize(maxInMemorySize);
		}).build(), maxInMemorySize);
	}

}
