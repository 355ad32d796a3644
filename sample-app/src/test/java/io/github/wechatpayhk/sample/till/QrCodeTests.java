package io.github.wechatpayhk.sample.till;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a phone reads from the drawing.
 */
class QrCodeTests {

	private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");

	private static final int PIXELS = 8;

	@ParameterizedTest
	@ValueSource(strings = { "weixin://wxpay/bizpayurl?pr=xy", "weixin://wxpay/bizpayurl/up?pr=NwY5Mz9&groupid=00",
			"weixin://wxpay/bizpayurl?pr=0123456789012345678901234567890123456789012345678901234567890123456789" })
	void isReadAsTheTextThatWasDrawn(String content) throws ReaderException {
		assertThat(read(QrCode.of(content))).isEqualTo(content);
	}

	private static String read(QrCode code) throws ReaderException {
		int width = code.size() * PIXELS;
		int[] pixels = new int[width * width];
		Arrays.fill(pixels, 0xFFFFFF);
		Matcher run = RUN.matcher(code.path());
		while (run.find()) {
			assertThat(run.group(3)).isEqualTo(run.group(4));
			int from = Integer.parseInt(run.group(1)) * PIXELS;
			for (int y = 0; y < PIXELS; y++) {
				int row = (Integer.parseInt(run.group(2)) * PIXELS + y) * width;
				Arrays.fill(pixels, row + from, row + from + Integer.parseInt(run.group(3)) * PIXELS, 0);
			}
		}
		return new QRCodeReader()
			.decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, width, pixels))),
					Map.of(DecodeHintType.TRY_HARDER, true))
			.getText();
	}

}
