package io.github.wechatpayhk.durable.store;

import java.util.Iterator;
import java.util.List;

import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

/**
 * Detects callbacks that run after a transaction, while its connection is still bound to
 * the thread: nobody commits any more what is written to it. Spring has no flag for this
 * state, therefore the call stack tells.
 *
 * @since 0.1.0
 */
public final class TransactionCompletion {

	private TransactionCompletion() {
	}

	/**
	 * Return whether the transaction that is bound to the thread has completed, and no
	 * other one began since.
	 */
	public static boolean isCompleted() {
		List<StackWalker.StackFrame> callback = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
			.walk((frames) -> callback(frames.iterator()));
		if (callback.isEmpty()) {
			return false;
		}
		// Spring clears the synchronizations before the last callbacks
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			return true;
		}
		// after the commit they are still there, unless a transaction that began since
		// has its own
		Class<?> synchronization = callback.get(0).getDeclaringClass();
		return callback.get(1).getMethodName().equals("invokeAfterCommit")
				&& TransactionSynchronizationManager.getSynchronizations()
					.stream()
					.anyMatch(synchronization::isInstance);
	}

	/**
	 * Return the innermost method of a synchronization that is called after a
	 * transaction, and its caller; empty if there is none.
	 */
	private static List<StackWalker.StackFrame> callback(Iterator<StackWalker.StackFrame> frames) {
		StackWalker.StackFrame callee = frames.next();
		while (frames.hasNext()) {
			StackWalker.StackFrame frame = frames.next();
			if (frame.getDeclaringClass() == TransactionSynchronizationUtils.class
					&& frame.getMethodName().startsWith("invokeAfter")) {
				return List.of(callee, frame);
			}
			callee = frame;
		}
		return List.of();
	}

}
