package io.github.wechatpayhk.key;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads one DER element after the other, no deeper than it is asked to. Encodings that
 * break off or overrun have no next element.
 */
final class DerReader {

	static final int INTEGER = 0x02;

	static final int BIT_STRING = 0x03;

	static final int OCTET_STRING = 0x04;

	static final int SEQUENCE = 0x30;

	private static final int LONG_FORM = 0x80;

	private final byte[] bytes;

	private final int end;

	private int position;

	DerReader(byte[] bytes) {
		this(bytes, 0, bytes.length);
	}

	private DerReader(byte[] bytes, int start, int end) {
		this.bytes = bytes;
		this.position = start;
		this.end = end;
	}

	@Nullable Element next() {
		if (this.position + 2 > this.end) {
			return null;
		}
		int tag = this.bytes[this.position++] & 0xFF;
		int length = length();
		if (length < 0 || length > this.end - this.position) {
			return null;
		}
		Element element = new Element(tag, this.bytes, this.position, this.position + length);
		this.position += length;
		return element;
	}

	private int length() {
		int first = this.bytes[this.position++] & 0xFF;
		if (first < LONG_FORM) {
			return first;
		}
		int count = first - LONG_FORM;
		if (count == 0 || count > 3 || count > this.end - this.position) {
			return -1;
		}
		int length = 0;
		for (int i = 0; i < count; i++) {
			length = (length << 8) | (this.bytes[this.position++] & 0xFF);
		}
		return length;
	}

	/**
	 * One element, which is part of the bytes that are read.
	 */
	static final class Element {

		private final int tag;

		private final byte[] bytes;

		private final int start;

		private final int end;

		Element(int tag, byte[] bytes, int start, int end) {
			this.tag = tag;
			this.bytes = bytes;
			this.start = start;
			this.end = end;
		}

		static boolean has(@Nullable Element element, int tag) {
			return element != null && element.tag == tag;
		}

		DerReader inside() {
			return new DerReader(this.bytes, this.start, this.end);
		}

		byte[] content() {
			return Arrays.copyOfRange(this.bytes, this.start, this.end);
		}

		int tag() {
			return this.tag;
		}

		int length() {
			return this.end - this.start;
		}

	}

}
