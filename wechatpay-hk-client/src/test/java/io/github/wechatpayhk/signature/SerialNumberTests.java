package io.github.wechatpayhk.signature;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SerialNumberTests {

	@ParameterizedTest
	@CsvSource({ "0A57F0, A57F0", "0a57f0, 000A57F0", "abcdef, ABCDEF", "0, 000", "00, 0", "10, 010" })
	void numbersAreEqualByValue(String first, String second) {
		assertThat(SerialNumber.of(first)).isEqualTo(SerialNumber.of(second))
			.hasSameHashCodeAs(SerialNumber.of(second));
	}

	@ParameterizedTest
	@CsvSource({ "A57F0, A57F00", "0, 1", "PUB_KEY_ID_01, PUB_KEY_ID_1", "PUB_KEY_ID_01, pub_key_id_01", "0PUB, PUB" })
	void othersAreNot(String first, String second) {
		assertThat(SerialNumber.of(first)).isNotEqualTo(SerialNumber.of(second));
	}

	@Test
	void staysAsItWasWritten() {
		assertThat(SerialNumber.of("0a57F0")).hasToString("0a57F0");
	}

	@ParameterizedTest
	@CsvSource({ "0123456789abcdefABCDEF, true", "PUB_KEY_ID_0114232134912410000000000000, false", "G, false",
			"A-B, false" })
	void tellsNumbersFromIds(String text, boolean hexadecimal) {
		assertThat(SerialNumber.of(text).isHexadecimal()).isEqualTo(hexadecimal);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "A B", "A\n", "é", "A/B", "A:B", "A@B", "A[B", "A`B", "A{B", "A.B", "A\"" })
	void refusesOtherForms(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> SerialNumber.of(text));
	}

	@Test
	void refusesWhatIsTooLong() {
		assertThat(SerialNumber.of("A".repeat(128))).isNotNull();
		assertThatIllegalArgumentException().isThrownBy(() -> SerialNumber.of("A".repeat(129)));
	}

}
