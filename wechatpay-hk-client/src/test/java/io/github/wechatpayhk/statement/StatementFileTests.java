package io.github.wechatpayhk.statement;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is written to a disk that takes its time.
 */
class StatementFileTests {

	private final SlowDisk disk = new SlowDisk();

	private final StatementFile file = new StatementFile(Path.of("statement.csv"), this.disk);

	private final NettyDataBuffer buffer = buffer();

	private static NettyDataBuffer buffer() {
		NettyDataBuffer buffer = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT).allocateBuffer(16);
		buffer.write("statement", StandardCharsets.UTF_8);
		return buffer;
	}

	@Test
	void releasesWhatIsWritten() {
		this.file.write(Flux.just(this.buffer)).subscribe();

		WriteEnd.WRITTEN.happen.accept(this.disk);

		assertThat(this.buffer.getNativeBuffer().refCnt()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void releasesWhatIsBeingWrittenWhenTheDownloadIsCancelled(WriteEnd end) {
		Disposable download = this.file.write(Flux.concat(Flux.just(this.buffer), Flux.never())).subscribe();

		download.dispose();
		end.happen.accept(this.disk);

		assertThat(this.buffer.getNativeBuffer().refCnt()).isZero();
	}

	enum WriteEnd {

		WRITTEN(SlowDisk::finish),

		CLOSED((disk) -> disk.fail(new AsynchronousCloseException()));

		private final Consumer<SlowDisk> happen;

		WriteEnd(Consumer<SlowDisk> happen) {
			this.happen = happen;
		}

	}

	/**
	 * A disk on which a write ends when the test says so.
	 */
	private static final class SlowDisk extends AsynchronousFileChannel {

		private Runnable finishing = () -> {
		};

		private Consumer<Throwable> failing = (failure) -> {
		};

		void finish() {
			this.finishing.run();
		}

		void fail(Throwable failure) {
			this.failing.accept(failure);
		}

		@Override
		public <A> void write(ByteBuffer source, long position, A attachment,
				CompletionHandler<Integer, ? super A> handler) {
			this.finishing = () -> {
				int size = source.remaining();
				source.position(source.limit());
				handler.completed(size, attachment);
			};
			this.failing = (failure) -> handler.failed(failure, attachment);
		}

		@Override
		public Future<Integer> write(ByteBuffer source, long position) {
			throw new UnsupportedOperationException();
		}

		@Override
		public <A> void read(ByteBuffer target, long position, A attachment,
				CompletionHandler<Integer, ? super A> handler) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Future<Integer> read(ByteBuffer target, long position) {
			throw new UnsupportedOperationException();
		}

		@Override
		public long size() {
			return 0;
		}

		@Override
		public AsynchronousFileChannel truncate(long size) {
			return this;
		}

		@Override
		public void force(boolean metaData) {
			// nothing is kept
		}

		@Override
		public <A> void lock(long position, long size, boolean shared, A attachment,
				CompletionHandler<FileLock, ? super A> handler) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Future<FileLock> lock(long position, long size, boolean shared) {
			throw new UnsupportedOperationException();
		}

		@Override
		public FileLock tryLock(long position, long size, boolean shared) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public void close() {
			// nothing is open
		}

	}

}
