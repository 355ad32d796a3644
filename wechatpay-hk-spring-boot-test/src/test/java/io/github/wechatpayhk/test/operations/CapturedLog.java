package io.github.wechatpayhk.test.operations;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Everything that is logged, by anybody, while it is open. Prints nothing meanwhile.
 */
final class CapturedLog implements AutoCloseable {

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Level before = this.root.getLevel();

	private final Appender<ILoggingEvent> console = this.root.getAppender("CONSOLE");

	private final Recorder recorder = new Recorder();

	private CapturedLog(Level level) {
		this.root.detachAppender(this.console);
		this.recorder.setContext(this.root.getLoggerContext());
		this.recorder.start();
		this.root.addAppender(this.recorder);
		this.root.setLevel(level);
	}

	static CapturedLog at(Level level) {
		return new CapturedLog(level);
	}

	List<String> calls() {
		return events().map(ILoggingEvent::getFormattedMessage)
			.filter((message) -> message.startsWith("WeChat Pay call "))
			.toList();
	}

	Stream<ILoggingEvent> events() {
		return this.recorder.events.stream();
	}

	String text() {
		return String.join("\n",
				events()
					.map((event) -> event.getLoggerName() + ' ' + event.getFormattedMessage() + '\n'
							+ event.getMDCPropertyMap() + ThrowableProxyUtil.asString(event.getThrowableProxy()))
					.toList());
	}

	@Override
	public void close() {
		this.root.setLevel(this.before);
		this.root.detachAppender(this.recorder);
		if (this.console != null) {
			this.root.addAppender(this.console);
		}
	}

	private static final class Recorder extends AppenderBase<ILoggingEvent> {

		private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			event.prepareForDeferredProcessing();
			this.events.add(event);
		}

	}

}
