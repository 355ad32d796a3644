package io.github.wechatpayhk;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

/**
 * How bodies are written and read. The JSON mapper has the defaults of Jackson: the
 * application's settings must not change what is signed. By far the largest part of a
 * client, and the same for all: to be shared.
 *
 * @param strategies the codecs
 * @param maxInMemorySize the largest body, in bytes
 */
record ClientCodecs(ExchangeStrategies strategies, int maxInMemorySize) {

	static ClientCodecs create(int maxInMemorySize) {
		return new ClientCodecs(ExchangeStrategies.builder().codecs((codecs) -> {
			codecs.defaultCodecs().jacksonJsonEncoder(new JacksonJsonEncoder(JsonMapper.shared()));
			codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(JsonMapper.shared()));
			codecs.defaultCodecs().maxInMemorySize(maxInMemorySize);
		}).build(), maxInMemorySize);
	}

}
