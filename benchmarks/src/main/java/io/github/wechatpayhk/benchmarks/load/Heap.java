package io.github.wechatpayhk.benchmarks.load;

import java.lang.management.ManagementFactory;

/**
 * What of the heap is really held.
 */
public final class Heap {

	private static final int COLLECTIONS = 3;

	private Heap() {
	}

	/**
	 * Collect garbage, and see what is left. More than once, as what a first collection
	 * enqueues a later one frees, and as calls in flight allocate meanwhile.
	 * @return the smallest number of bytes in use
	 */
	public static long afterCollection() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

}
