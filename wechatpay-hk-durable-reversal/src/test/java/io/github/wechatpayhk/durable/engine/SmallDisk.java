package io.github.wechatpayhk.durable.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/**
 * A file system of a few megabytes that can be filled. To mount it takes root: where
 * nobody may, the test is skipped, and says so.
 */
final class SmallDisk implements AutoCloseable {

	private static final String SKIPPED = "SKIPPED: full disk, as this user may not mount a tmpfs";

	private final Path directory;

	private final Path filler;

	private SmallDisk(Path directory) {
		this.directory = directory;
		this.filler = directory.resolve("filler");
	}

	static SmallDisk mount(Path directory, int megabytes) {
		boolean isMounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
		if (!isMounted) {
			System.err.println("!!!!!!!! " + SKIPPED);
		}
		Assumptions.assumeTrue(isMounted, SKIPPED);
		return new SmallDisk(directory);
	}

	private static boolean run(String... command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Path directory() {
		return this.directory;
	}

	/**
	 * Leave no byte free.
	 */
	void fill() {
		byte[] zeros = new byte[4096];
		try (OutputStream output = Files.newOutputStream(this.filler)) {
			while (true) {
				output.write(zeros);
			}
		}
		catch (IOException ex) {
			if (!String.valueOf(ex.getMessage()).contains("No space left")) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	void free() {
		try {
			Files.delete(this.filler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Unmount, also while a file is open that a broken database has left.
	 */
	@Override
	public void close() {
		run("umount", "--lazy", this.directory.toString());
	}

}
