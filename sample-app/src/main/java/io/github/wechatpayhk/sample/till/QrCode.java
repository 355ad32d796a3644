package io.github.wechatpayhk.sample.till;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * A QR code as coordinates of a drawing, with the light margin that scanners need.
 *
 * @param size width and height of the drawing, in modules
 * @param path the dark modules
 */
public record QrCode(int size, String path) {

	private static final int MARGIN = 4;

	/**
	 * Draw a text.
	 * @param content what a scanner reads
	 * @return the code
	 */
	static QrCode of(String content) {
		ByteMatrix modules = modules(content);
		StringBuilder path = new StringBuilder();
		for (int y = 0; y < modules.getHeight(); y++) {
			for (int x = 0; x < modules.getWidth(); x++) {
				int length = 0;
				while (x + length < modules.getWidth() && modules.get(x + length, y) == 1) {
					length++;
				}
				if (length > 0) {
					path.append('M').append(x + MARGIN).append(' ').append(y + MARGIN);
					path.append('h').append(length).append("v1h-").append(length).append('z');
					x += length;
				}
			}
		}
		return new QrCode(modules.getWidth() + 2 * MARGIN, path.toString());
	}

	private static ByteMatrix modules(String content) {
		try {
			return Encoder.encode(content, ErrorCorrectionLevel.M).getMatrix();
		}
		catch (WriterException ex) {
			throw new IllegalArgumentException("The content does not fit into a QR code", ex);
		}
	}

}
