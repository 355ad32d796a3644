package io.github.wechatpayhk.benchmarks.load;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What this process has used up so far.
 *
 * @param nanoTime when this was read
 * @param cpuNanos processor time of all threads, in nanoseconds
 * @param allocated bytes that the living threads have allocated
 */
record ProcessMeters(long nanoTime, long cpuNanos, long allocated) {

	static ProcessMeters read() {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		return new ProcessMeters(System.nanoTime(), system.getProcessCpuTime(), allocatedBytes());
	}

	private static long allocatedBytes() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long sum = 0;
		for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
			sum += Math.max(bytes, 0);
		}
		return sum;
	}

	static void resetPeakThreads() {
		ManagementFactory.getThreadMXBean().resetPeakThreadCount();
	}

	static int peakThreads() {
		return ManagementFactory.getThreadMXBean().getPeakThreadCount();
	}

}
