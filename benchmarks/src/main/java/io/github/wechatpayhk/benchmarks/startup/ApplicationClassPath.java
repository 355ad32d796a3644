package io.github.wechatpayhk.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.wechatpayhk.benchmarks.startup.application.EmptyApplication;

/**
 * The class path that an application has with nothing but the starter of its web stack,
 * or with ours beside it: out of everything that this process has, the jars that the
 * lists beside this class name. So an application without our starter has no jar of ours,
 * and none of the peers'.
 */
final class ApplicationClassPath {

	private static final Pattern VERSION = Pattern.compile("(.+?)-\\d.*\\.jar");

	private final Map<String, List<Path>> available;

	private final Path application;

	/**
	 * Look at a class path.
	 * @param available the directories and jars that there are
	 * @param application the directory of the application's classes
	 */
	ApplicationClassPath(List<Path> available, Path application) {
		this.available = new LinkedHashMap<>();
		available.forEach((path) -> this.available.computeIfAbsent(name(path), (name) -> new ArrayList<>()).add(path));
		this.application = application;
	}

	/**
	 * Return what this process has, and put the classes of the application apart.
	 * @param directory where the classes of the application go
	 * @return the class path
	 * @throws IOException if a file fails
	 */
	static ApplicationClassPath ofThisProcess(Path directory) throws IOException {
		List<Path> available = new ArrayList<>();
		for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
			Path path = Path.of(element).toAbsolutePath();
			available.add(path);
			// as the manifest of the jar names them
			Path libraries = path.resolveSibling("lib");
			if (Files.isRegularFile(path) && Files.isDirectory(libraries)) {
				try (Stream<Path> jars = Files.list(libraries)) {
					jars.forEach(available::add);
				}
			}
		}
		copyApplication(directory);
		return new ApplicationClassPath(available, directory);
	}

	private static void copyApplication(Path directory) throws IOException {
		String folder = EmptyApplication.class.getPackageName().replace('.', '/');
		Path location = location();
		if (Files.isDirectory(location)) {
			copy(location.resolve(folder), directory.resolve(folder));
			return;
		}
		try (FileSystem jar = FileSystems.newFileSystem(location)) {
			copy(jar.getPath("/", folder), directory.resolve(folder));
		}
	}

	private static Path location() {
		try {
			return Path.of(EmptyApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void copy(Path from, Path to) throws IOException {
		Files.createDirectories(to);
		try (Stream<Path> files = Files.list(from)) {
			for (Path file : files.toList()) {
				Files.copy(file, to.resolve(file.getFileName().toString()));
			}
		}
	}

	/**
	 * Return the class path of an application.
	 * @param stack its web stack
	 * @param variant what it has beside that
	 * @return the class path for a command line
	 */
	String of(WebStack stack, Variant variant) {
		Set<String> names = new LinkedHashSet<>(names(stack.jars()));
		variant.jars().forEach((list) -> names.addAll(names(list)));
		List<String> elements = new ArrayList<>(List.of(this.application.toString()));
		for (String name : names) {
			List<Path> paths = this.available.get(name);
			if (paths == null) {
				throw new IllegalStateException("'" + name + "' is not on the class path");
			}
			paths.forEach((path) -> elements.add(path.toString()));
		}
		return String.join(File.pathSeparator, elements);
	}

	private static List<String> names(String list) {
		try (InputStream content = ApplicationClassPath.class.getResourceAsStream(list + ".jars")) {
			if (content == null) {
				throw new IllegalStateException("There is no list '" + list + "'");
			}
			return new String(content.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the name without the version of a jar, or of the module whose classes a
	 * directory holds.
	 */
	private static String name(Path path) {
		if (path.endsWith(Path.of("target", "classes"))) {
			return path.getName(path.getNameCount() - 3).toString();
		}
		String file = String.valueOf(path.getFileName());
		Matcher version = VERSION.matcher(file);
		return version.matches() ? version.group(1) : file;
	}

}
