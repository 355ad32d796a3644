package io.github.wechatpayhk.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of this repository, without what a build makes of them.
 */
final class Repository {

	static final Path ROOT = Path.of(System.getProperty("basedir", ""), "..").toAbsolutePath().normalize();

	static final Path DOCS = ROOT.resolve("docs");

	static final Path TRANSLATED = DOCS.resolve("zh-Hant");

	private Repository() {
	}

	/**
	 * Return all files with one ending.
	 * @param ending the end of their names
	 * @return the files, sorted
	 */
	static List<Path> files(String ending) {
		List<Path> files = new ArrayList<>();
		try {
			Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
					String name = directory.getFileName().toString();
					boolean isForeign = name.startsWith(".") || name.equals("target") || name.equals("node_modules");
					return (isForeign && !directory.equals(ROOT)) ? FileVisitResult.SKIP_SUBTREE
							: FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					if (file.getFileName().toString().endsWith(ending)) {
						files.add(file);
					}
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		files.sort(null);
		return files;
	}

	/**
	 * Return every Markdown file.
	 * @return the files
	 */
	static List<Document> documents() {
		return files(".md").stream().map(Document::read).toList();
	}

	static String relative(Path file) {
		return ROOT.relativize(file.toAbsolutePath().normalize()).toString().replace('\\', '/');
	}

}
