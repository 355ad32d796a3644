package io.github.wechatpayhk.benchmarks.scale;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.wechatpayhk.benchmarks.load.Heap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * What a process holds at one moment, after a collection. Sizes are in MiB.
 *
 * @param seconds since the beginning
 * @param operations reversals so far
 * @param heap the heap that is used
 * @param bufferPool direct buffers that the JDK counts
 * @param netty direct memory that Netty's allocators hold
 * @param resident what the operating system counts, {@code NaN} where it does not say
 * @param threads living threads
 * @param files open file descriptors, -1 where the operating system does not say
 * @param classes loaded classes
 */
record SoakSample(double seconds, long operations, double heap, double bufferPool, double netty, double resident,
		int threads, long files, int classes) {

	private static final String PREFIX = "SOAK ";

	private static final double MEBIBYTE = 1024 * 1024;

	static final String CSV_HEAD = "seconds,operations,heap_mib,buffer_pool_mib,netty_direct_mib,resident_mib,threads,"
			+ "files,classes";

	static SoakSample take(double seconds, long operations) {
		double heap = Heap.afterCollection() / MEBIBYTE;
		long files = (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)
				? system.getOpenFileDescriptorCount() : -1;
		return new SoakSample(seconds, operations, heap, directBuffers() / MEBIBYTE, directOfNetty() / MEBIBYTE,
				residentSet(), ManagementFactory.getThreadMXBean().getThreadCount(), files,
				ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
	}

	private static double directBuffers() {
		return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
	}

	/**
	 * Which of its allocators Netty uses depends on its version and on settings.
	 */
	private static double directOfNetty() {
		return Set.of(ByteBufAllocator.DEFAULT, PooledByteBufAllocator.DEFAULT)
			.stream()
			.filter(ByteBufAllocatorMetricProvider.class::isInstance)
			.mapToLong((allocator) -> ((ByteBufAllocatorMetricProvider) allocator).metric().usedDirectMemory())
			.sum();
	}

	private static double residentSet() {
		try {
			return Files.readAllLines(Path.of("/proc/self/status"))
				.stream()
				.filter((line) -> line.startsWith("VmRSS:"))
				.mapToDouble((line) -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
				.findFirst()
				.orElse(Double.NaN);
		}
		catch (IOException ex) {
			return Double.NaN;
		}
	}

	String csv() {
		return String.format(Locale.ROOT, "%.1f,%d,%.3f,%.3f,%.3f,%.1f,%d,%d,%d", this.seconds, this.operations,
				this.heap, this.bufferPool, this.netty, this.resident, this.threads, this.files, this.classes);
	}

	String line() {
		return PREFIX + csv();
	}

	static boolean isSample(String line) {
		return line.startsWith(PREFIX);
	}

	static SoakSample parse(String line) {
		String[] values = line.substring(PREFIX.length()).split(",", -1);
		return new SoakSample(Double.parseDouble(values[0]), Long.parseLong(values[1]), Double.parseDouble(values[2]),
				Double.parseDouble(values[3]), Double.parseDouble(values[4]), Double.parseDouble(values[5]),
				Integer.parseInt(values[6]), Long.parseLong(values[7]), Integer.parseInt(values[8]));
	}

}
