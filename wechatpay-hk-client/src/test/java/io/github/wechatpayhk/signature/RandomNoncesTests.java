package io.github.wechatpayhk.signature;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RandomNoncesTests {

	private final RandomNonces nonces = new RandomNonces();

	@Test
	void drawsThirtyTwoLettersAndDigits() {
		assertThat(IntStream.range(0, 1000).mapToObj((i) -> this.nonces.get()))
			.allSatisfy((nonce) -> assertThat(nonce).matches("[0-9A-Za-z]{32}"));
	}

	@Test
	void usesTheWholeAlphabetAtEveryPlace() {
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < 5000; i++) {
			String nonce = this.nonces.get();
			seen.add("first " + nonce.charAt(0));
			seen.add("last " + nonce.charAt(31));
		}

		assertThat(seen).hasSize(2 * 62);
	}

	@Test
	void doesNotRepeat() {
		assertThat(IntStream.range(0, 5000).mapToObj((i) -> this.nonces.get()).collect(Collectors.toSet()))
			.hasSize(5000);
	}

}
