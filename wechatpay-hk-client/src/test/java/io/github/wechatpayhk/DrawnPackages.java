package io.github.wechatpayhk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packages of the client and their dependencies as a Mermaid flowchart draws them.
 */
final class DrawnPackages {

	private static final Pattern NODE = Pattern
		.compile("(\\w+)\\[\"(?:io\\.github\\.wechatpayhk)?(\\.\\w+)?(?:<br/>[^\"]*)?\"]");

	private static final Pattern ARROW = Pattern.compile("^\\s*(\\w+)(?:\\[.*?])? --> (\\w+)");

	private final Map<String, Set<String>> arrows = new TreeMap<>();

	private DrawnPackages() {
	}

	/**
	 * Read the drawing below the heading "Inside the client".
	 * @param file the Markdown file
	 * @return what is drawn
	 */
	static DrawnPackages read(Path file) {
		String drawing = text(file).split("## Inside the client")[1].split("```")[1];
		Map<String, String> names = new TreeMap<>();
		Matcher node = NODE.matcher(drawing);
		while (node.find()) {
			names.put(node.group(1), "io.github.wechatpayhk" + ((node.group(2) != null) ? node.group(2) : ""));
		}
		DrawnPackages packages = new DrawnPackages();
		names.values().forEach((name) -> packages.arrows.put(name, new TreeSet<>()));
		for (String line : drawing.lines().toList()) {
			Matcher arrow = ARROW.matcher(line);
			if (arrow.find()) {
				packages.arrows.get(names.get(arrow.group(1))).add(names.get(arrow.group(2)));
			}
		}
		return packages;
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Set<String> packages() {
		return this.arrows.keySet();
	}

	Set<String> reachableFrom(String name) {
		Set<String> reachable = new TreeSet<>();
		for (String next : this.arrows.get(name)) {
			reachable.add(next);
			reachable.addAll(reachableFrom(next));
		}
		return reachable;
	}

}
