package io.github.wechatpayhk.webclient;

import java.lang.StackWalker.StackFrame;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Refuses a call that {@code block()} subscribes to on a thread that must not block.
 * Reactor throws there only after it has subscribed, and does not cancel: the call would
 * move money while its caller holds an exception that says nothing about it.
 *
 * @since 0.1.0
 */
public final class BlockingCalls {

	private static final Log logger = LogFactory.getLog(BlockingCalls.class);

	private static final String ITERABLE = "reactor.core.publisher.BlockingIterable";

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private BlockingCalls() {
	}

	/**
	 * Refuse the call whose subscription runs on the present thread, if that subscription
	 * is made by {@code block()}, {@code blockFirst()}, {@code toStream()} or the like
	 * and the thread must not block. The caller sees Reactor's exception, not this one,
	 * hence the log line. A call that {@code block()} reaches only after an asynchronous
	 * step looks like one that another thread waits for: it is not refused.
	 * @throws WechatPayHkRequestException if the call is refused
	 */
	public static void refuse() {
		if (Schedulers.isInNonBlockingThread() && STACK.walk((frames) -> frames.anyMatch(BlockingCalls::blocks))) {
			WechatPayHkRequestException refusal = new WechatPayHkRequestException(
					WechatPayHkRequestException.Reason.NON_BLOCKING_THREAD,
					"The call was blocked on in thread '" + Thread.currentThread().getName()
							+ "', which must not block: return the Mono instead, or block in another thread",
					null);
			logger.warn(refusal.getMessage());
			throw refusal;
		}
	}

	/**
	 * The thread shows what the subscriber does not: a blocking subscriber stands behind
	 * many calls that are subscribed to on an event loop while another thread waits.
	 */
	private static boolean blocks(StackFrame frame) {
		Class<?> type = frame.getDeclaringClass();
		return (type == Mono.class || type == Flux.class) ? frame.getMethodName().startsWith("block")
				: type.getName().equals(ITERABLE);
	}

}
