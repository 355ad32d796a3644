package io.github.wechatpayhk.reconciliation;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

/**
 * Sorts more items than fit into memory: parts of them are sorted in memory and written
 * to one temporary file, which only its owner can read, and the parts are merged while
 * they are read. Few items stay in memory. It may be closed while another thread works
 * with it, which then finds nothing more.
 */
final class SortedItems implements AutoCloseable {

	private static final int BUFFER = 32 * 1024;

	private final Path directory;

	private final int mostInMemory;

	private final List<Part> parts = new ArrayList<>();

	private List<Item> items = new ArrayList<>();

	private @Nullable FileChannel file;

	private @Nullable PriorityQueue<Part> merged;

	private boolean isClosed;

	SortedItems(Path directory, int mostInMemory) {
		this.directory = directory;
		this.mostInMemory = mostInMemory;
	}

	synchronized void add(Item item) throws IOException {
		if (this.isClosed) {
			return;
		}
		this.items.add(item);
		if (this.items.size() >= this.mostInMemory) {
			writePart();
		}
	}

	private void writePart() throws IOException {
		this.items.sort(Item.ORDER);
		FileChannel channel = (this.file != null) ? this.file : open(this.directory);
		this.file = channel;
		long begin = channel.size();
		DataOutputStream output = new DataOutputStream(
				new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
		for (Item item : this.items) {
			item.write(output);
		}
		output.flush();
		this.parts.add(new WrittenPart(channel, begin, this.items.size()));
		this.items = new ArrayList<>(this.mostInMemory);
	}

	/**
	 * Where the system allows it, the file has no name from the beginning, so that a
	 * process that dies leaves nothing behind.
	 */
	private static FileChannel open(Path directory) throws IOException {
		return FileChannel.open(Files.createTempFile(directory, "wechatpay-reconciliation-", ".part"),
				StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
	}

	/**
	 * Return the next item in order. Nothing may be added any more.
	 * @return the item, or {@code null} at the end
	 */
	synchronized @Nullable Item next() throws IOException {
		if (this.isClosed) {
			return null;
		}
		if (this.merged == null) {
			this.merged = merge();
		}
		Part part = this.merged.poll();
		if (part == null) {
			return null;
		}
		Item item = part.present();
		if (part.advance()) {
			this.merged.add(part);
		}
		return item;
	}

	private PriorityQueue<Part> merge() throws IOException {
		this.items.sort(Item.ORDER);
		this.parts.add(new HeldPart(this.items));
		PriorityQueue<Part> queue = new PriorityQueue<>(Comparator.comparing(Part::present, Item.ORDER));
		for (Part part : this.parts) {
			if (part.advance()) {
				queue.add(part);
			}
		}
		return queue;
	}

	@Override
	public synchronized void close() throws IOException {
		this.isClosed = true;
		this.items = List.of();
		this.parts.clear();
		this.merged = null;
		if (this.file != null) {
			this.file.close();
		}
	}

	/**
	 * Items that are in order.
	 */
	private abstract static class Part {

		private @Nullable Item present;

		Item present() {
			if (this.present == null) {
				throw new IllegalStateException("There is no item");
			}
			return this.present;
		}

		boolean advance() throws IOException {
			this.present = read();
			return this.present != null;
		}

		abstract @Nullable Item read() throws IOException;

	}

	private static final class HeldPart extends Part {

		private final List<Item> items;

		private int index;

		HeldPart(List<Item> items) {
			this.items = items;
		}

		@Override
		@Nullable Item read() {
			return (this.index < this.items.size()) ? this.items.get(this.index++) : null;
		}

	}

	private static final class WrittenPart extends Part {

		private final FileChannel channel;

		private final long begin;

		private @Nullable DataInputStream input;

		private int remaining;

		WrittenPart(FileChannel channel, long begin, int remaining) {
			this.channel = channel;
			this.begin = begin;
			this.remaining = remaining;
		}

		@Override
		@Nullable Item read() throws IOException {
			if (this.remaining == 0) {
				this.input = null;
				return null;
			}
			if (this.input == null) {
				this.input = new DataInputStream(
						new BufferedInputStream(new ChannelInput(this.channel, this.begin), BUFFER));
			}
			this.remaining--;
			return Item.read(this.input);
		}

	}

	/**
	 * Reads from a position of its own.
	 */
	private static final class ChannelInput extends InputStream {

		private final FileChannel channel;

		private long position;

		ChannelInput(FileChannel channel, long position) {
			this.channel = channel;
			this.position = position;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) == 1) ? Byte.toUnsignedInt(one[0]) : -1;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int count = this.channel.read(ByteBuffer.wrap(bytes, offset, length), this.position);
			this.position += Math.max(count, 0);
			return count;
		}

	}

}
