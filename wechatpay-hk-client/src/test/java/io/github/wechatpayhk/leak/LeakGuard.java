package io.github.wechatpayhk.leak;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails each test class in or before which a buffer was garbage that had not been
 * released. Registered for the whole suite; Netty's detector runs at its level
 * {@code paranoid} there.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {

	private static final String DETECTOR = ResourceLeakDetector.class.getName();

	private static final int ROUNDS = 3;

	private static final LeakLines LINES = new LeakLines();

	@Override
	public void beforeAll(ExtensionContext context) {
		LINES.listen();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		if (context.getRequiredTestClass().getEnclosingClass() != null && !isPlanted(context)) {
			return;
		}
		List<String> leaks = provoke();
		if (!leaks.isEmpty()) {
			throw new AssertionError(String.join("\n", leaks));
		}
	}

	private static boolean isPlanted(ExtensionContext context) {
		return context.getRequiredTestClass().getSimpleName().equals("PlantedLeak");
	}

	/**
	 * Netty reports a leak at the next allocation after the garbage collector has found
	 * it.
	 */
	private static List<String> provoke() {
		for (int i = 0; i < ROUNDS; i++) {
			awaitCollection();
			ByteBufAllocator.DEFAULT.directBuffer().release();
		}
		return LINES.drain();
	}

	/**
	 * Wait until a collection has queued what it found: a witness of its own is in the
	 * same queue as the leaked buffers.
	 */
	private static void awaitCollection() {
		ReferenceQueue<Object> queue = new ReferenceQueue<>();
		PhantomReference<Object> witness = new PhantomReference<>(new Object(), queue);
		try {
			System.gc();
			if (queue.remove(10_000) != witness) {
				throw new IllegalStateException("The garbage collector does not collect");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Collects what the detector says.
	 */
	private static final class LeakLines extends AppenderBase<ILoggingEvent> {

		private final Queue<String> lines = new ConcurrentLinkedQueue<>();

		void listen() {
			LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
			Logger logger = context.getLogger(DETECTOR);
			if (!isStarted()) {
				setContext(context);
				start();
			}
			if (Stream.of(logger.getAppender(getName())).allMatch((appender) -> appender != this)) {
				logger.setLevel(Level.ERROR);
				logger.setAdditive(false);
				logger.addAppender(this);
			}
		}

		@Override
		public String getName() {
			return "leaks";
		}

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getFormattedMessage().startsWith("LEAK:")) {
				this.lines.add(event.getFormattedMessage());
			}
		}

		List<String> drain() {
			List<String> drained = List.copyOf(this.lines);
			this.lines.clear();
			return drained;
		}

	}

}
