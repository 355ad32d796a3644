package io.github.wechatpayhk.durable.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.fixture.InstalledPrograms;
import org.mariadb.jdbc.MariaDbDataSource;

import org.springframework.util.FileSystemUtils;

/**
 * A real MariaDB server with a folder and a port of its own, for as long as this JVM
 * lives. {@link InstalledPrograms} says what becomes of the tests without it.
 */
final class MariadbServer {

	private static final String SERVER = "mariadbd";

	private static final String INSTALLER = "mariadb-install-db";

	private static final int MOST_ATTEMPTS = 600;

	private final int port;

	private MariadbServer(int port) {
		this.port = port;
	}

	/**
	 * Tell whether there is a server to start.
	 */
	static boolean isInstalled() {
		return InstalledPrograms.areThere("durable reversals on MariaDB", "mariadb-server", SERVER, INSTALLER);
	}

	static MariadbServer start() {
		try {
			Path directory = Files.createTempDirectory("mariadb");
			String data = "--datadir=" + directory.resolve("data");
			run(directory, path(INSTALLER), "--no-defaults", data, "--auth-root-authentication-method=normal",
					"--skip-test-db", "--skip-name-resolve");
			int port = freePort();
			Process server = process(directory, path(SERVER), "--no-defaults", data, "--port=" + port,
					"--bind-address=127.0.0.1", "--socket=" + directory.resolve("socket"),
					"--pid-file=" + directory.resolve("pid"), "--skip-name-resolve",
					"--innodb-flush-log-at-trx-commit=2", "--innodb-doublewrite=0");
			Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, directory)));
			MariadbServer started = new MariadbServer(port);
			started.awaitReady(server, directory);
			return started;
		}
		catch (IOException | InterruptedException | SQLException ex) {
			throw new IllegalStateException("MariaDB does not start", ex);
		}
	}

	private static String path(String program) {
		return InstalledPrograms.find(program).orElseThrow().toString();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static void run(Path directory, String... command) throws IOException, InterruptedException {
		Process process = process(directory, command);
		if (process.waitFor() != 0) {
			throw new IllegalStateException(command[0] + " failed: " + log(directory));
		}
	}

	private static Process process(Path directory, String... command) throws IOException {
		List<String> line = new ArrayList<>(Arrays.asList(command));
		line.add("--user=" + System.getProperty("user.name"));
		return new ProcessBuilder(line).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
			.start();
	}

	private static String log(Path directory) {
		try {
			return Files.readString(directory.resolve("log"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void awaitReady(Process server, Path directory) throws SQLException, InterruptedException {
		for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
			if (server.waitFor(100, TimeUnit.MILLISECONDS)) {
				break;
			}
			try {
				dataSource("").getConnection().close();
				return;
			}
			catch (SQLException ex) {
				// it does not listen yet
			}
		}
		throw new IllegalStateException("MariaDB does not start: " + log(directory));
	}

	private static void end(Process server, Path directory) {
		server.destroyForcibly();
		server.onExit().join();
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			System.err.println("The folder of MariaDB stays: " + ex);
		}
	}

	MariaDbDataSource dataSource(String database) throws SQLException {
		return new MariaDbDataSource("jdbc:mariadb://127.0.0.1:" + this.port + "/" + database + "?user=root");
	}

}
