package io.github.wechatpayhk.simulator.certificate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes the few ASN.1 elements of a certificate in DER form.
 */
final class DerWriter {

	private static final DateTimeFormatter UTC_TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'")
		.withZone(ZoneOffset.UTC);

	private static final DateTimeFormatter GENERALIZED_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
		.withZone(ZoneOffset.UTC);

	private static final Instant END_OF_UTC_TIME = Instant.parse("2050-01-01T00:00:00Z");

	private DerWriter() {
	}

	static byte[] sequence(byte[]... parts) {
		return element(0x30, parts);
	}

	static byte[] set(byte[]... parts) {
		return element(0x31, parts);
	}

	static byte[] explicit(int number, byte[] part) {
		return element(0xA0 | number, part);
	}

	static byte[] integer(BigInteger value) {
		return element(0x02, value.toByteArray());
	}

	static byte[] bitString(byte[] bits) {
		return element(0x03, new byte[] { 0 }, bits);
	}

	static byte[] nothing() {
		return element(0x05);
	}

	static byte[] text(String value) {
		return element(0x0C, value.getBytes(StandardCharsets.UTF_8));
	}

	// RFC 5280 wants the short form for every date before 2050.
	static byte[] time(Instant value) {
		boolean isShort = value.isBefore(END_OF_UTC_TIME);
		String written = (isShort ? UTC_TIME : GENERALIZED_TIME).format(value);
		return element(isShort ? 0x17 : 0x18, written.getBytes(StandardCharsets.US_ASCII));
	}

	static byte[] objectIdentifier(int... arcs) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		content.write(arcs[0] * 40 + arcs[1]);
		for (int i = 2; i < arcs.length; i++) {
			writeArc(content, arcs[i]);
		}
		return element(0x06, content.toByteArray());
	}

	private static void writeArc(ByteArrayOutputStream content, int arc) {
		int shift = 28;
		while (shift > 0 && (arc >>> shift) == 0) {
			shift -= 7;
		}
		for (; shift > 0; shift -= 7) {
			content.write(0x80 | ((arc >>> shift) & 0x7F));
		}
		content.write(arc & 0x7F);
	}

	private static byte[] element(int tag, byte[]... parts) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			content.writeBytes(part);
		}
		ByteArrayOutputStream written = new ByteArrayOutputStream(content.size() + 6);
		written.write(tag);
		writeLength(written, content.size());
		written.writeBytes(content.toByteArray());
		return written.toByteArray();
	}

	private static void writeLength(ByteArrayOutputStream written, int length) {
		if (length < 0x80) {
			written.write(length);
			return;
		}
		byte[] digits = BigInteger.valueOf(length).toByteArray();
		int skipped = (digits[0] == 0) ? 1 : 0;
		written.write(0x80 | (digits.length - skipped));
		written.write(digits, skipped, digits.length - skipped);
	}

}
