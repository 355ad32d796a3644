package io.github.wechatpayhk.durable.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A JVM of its own with the class path of this one, small and quick to start. A node ends
 * with its standard input, so that it never outlives the test; a simulator is killed.
 */
final class JavaProcess {

	private final Process process;

	private final PrintWriter input;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final BlockingQueue<String> responses = new LinkedBlockingQueue<>();

	private JavaProcess(Process process, Consumer<String> listener) {
		this.process = process;
		this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
		Thread reader = new Thread(() -> read(listener), "output of " + process.pid());
		reader.setDaemon(true);
		reader.start();
	}

	static JavaProcess start(Class<?> main, Consumer<String> listener, String... arguments) {
		return start(List.of(), main, listener, arguments);
	}

	static JavaProcess start(List<String> options, Class<?> main, Consumer<String> listener, String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
		command.addAll(options);
		command.add(main.getName());
		command.addAll(Arrays.asList(arguments));
		try {
			return new JavaProcess(new ProcessBuilder(command).redirectErrorStream(true).start(), listener);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(Consumer<String> listener) {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			String line = reader.readLine();
			while (line != null) {
				this.lines.add(line);
				listener.accept(line);
				if (line.startsWith("RESPONSE ")) {
					this.responses.add(line.substring("RESPONSE ".length()));
				}
				line = reader.readLine();
			}
		}
		catch (IOException ex) {
			this.lines.add("The output ended: " + ex.getMessage());
		}
	}

	void say(String command) {
		this.input.println(command);
	}

	/**
	 * Ask for something, and wait for the response.
	 */
	String ask(String question) {
		say(question);
		try {
			String response = this.responses.poll(Waiting.LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
			if (response == null) {
				throw new IllegalStateException("No response to '" + question + "': " + this.lines);
			}
			return response;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void awaitLine(String beginning) {
		Waiting.until("a process says '" + beginning + "', which said " + this.lines, () -> {
			if (!isAlive() && find(beginning) == null) {
				throw new AssertionError("A process ended by itself: " + this.lines);
			}
			return find(beginning) != null;
		});
	}

	private String find(String beginning) {
		return this.lines.stream().filter((line) -> line.startsWith(beginning)).findFirst().orElse(null);
	}

	List<String> lines() {
		return this.lines;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Kill it, with SIGKILL, and wait until it is gone.
	 */
	void kill() {
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

	/**
	 * Pause it, with SIGSTOP, as a machine does whose memory is swapped or moved.
	 */
	void pause() {
		signal("-STOP");
	}

	/**
	 * Let it go on, with SIGCONT.
	 */
	void resume() {
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			int status = new ProcessBuilder("kill", signal, String.valueOf(this.process.pid())).inheritIO()
				.start()
				.waitFor();
			if (status != 0) {
				throw new IllegalStateException("kill " + signal + " failed");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Let it end by itself.
	 */
	void stop() {
		this.input.close();
		Waiting.until("a process ends that said " + this.lines, () -> !isAlive());
	}

}
