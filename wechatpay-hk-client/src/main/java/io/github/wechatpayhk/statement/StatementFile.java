package io.github.wechatpayhk.statement;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * A file that a statement is written to before it is verified. Only its owner can read
 * it.
 *
 * @param path where it is
 * @param channel writes to it
 */
record StatementFile(Path path, AsynchronousFileChannel channel) {

	private static final String PREFIX = "wechatpay-statement-";

	private static final String SUFFIX = ".part";

	static StatementFile temporary() throws IOException {
		return open(Files.createTempFile(PREFIX, SUFFIX));
	}

	static StatementFile beside(Path file) throws IOException {
		return open(Files.createTempFile(file.toAbsolutePath().getParent(), PREFIX, SUFFIX));
	}

	private static StatementFile open(Path path) throws IOException {
		return new StatementFile(path, AsynchronousFileChannel.open(path, StandardOpenOption.WRITE));
	}

	/**
	 * Write a body. When that is cancelled, the write of the last buffer can still be
	 * under way: the buffer is discarded at its end.
	 */
	Mono<Void> write(Flux<DataBuffer> body) {
		return DataBufferUtils.write(body, this.channel)
			.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
			.doOnNext(DataBufferUtils::release)
			.then();
	}

	/**
	 * Give the file its final name, with all of its bytes on the disk.
	 */
	Path moveTo(Path file) throws IOException {
		this.channel.force(true);
		this.channel.close();
		return Files.move(this.path, file, StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Delete what has no final name.
	 */
	void discard() throws IOException {
		this.channel.close();
		Files.deleteIfExists(this.path);
	}

}
