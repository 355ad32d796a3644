package io.github.wechatpayhk.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was asked for on the command line, as {@code --name=value} or {@code --name}.
 */
public final class Options {

	private final Map<String, String> values;

	private Options(Map<String, String> values) {
		this.values = values;
	}

	/**
	 * Read a command line.
	 * @param arguments the arguments
	 * @return the options
	 */
	public static Options of(List<String> arguments) {
		Map<String, String> values = new LinkedHashMap<>();
		for (String argument : arguments) {
			if (!argument.startsWith("--")) {
				throw new IllegalArgumentException("Not an option: '" + argument + "'");
			}
			String[] parts = argument.substring(2).split("=", 2);
			values.put(parts[0], (parts.length > 1) ? parts[1] : "true");
		}
		return new Options(values);
	}

	/**
	 * Return a copy where something holds unless it was said otherwise.
	 * @param name the name of the option
	 * @param otherwise its value where it is absent
	 * @return the copy
	 */
	public Options orElse(String name, String otherwise) {
		Map<String, String> copy = new LinkedHashMap<>(this.values);
		copy.putIfAbsent(name, otherwise);
		return new Options(copy);
	}

	/**
	 * Return a text.
	 * @param name the name of the option
	 * @param otherwise what holds where it is absent
	 * @return the value
	 */
	public String text(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

	/**
	 * Return a text that must be there.
	 * @param name the name of the option
	 * @return the value
	 */
	public String required(String name) {
		String value = this.values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("Option '--" + name + "' is missing");
		}
		return value;
	}

	/**
	 * Return a number.
	 * @param name the name of the option
	 * @param otherwise what holds where it is absent
	 * @return the value
	 */
	public int number(String name, int otherwise) {
		return Integer.parseInt(text(name, Integer.toString(otherwise)));
	}

	/**
	 * Return whether something was asked for.
	 * @param name the name of the option
	 * @return whether it is there and not {@code false}
	 */
	public boolean flag(String name) {
		return Boolean.parseBoolean(text(name, "false"));
	}

	/**
	 * Return a time.
	 * @param name the name of the option, in seconds, fractions allowed
	 * @param otherwise what holds where it is absent
	 * @return the value
	 */
	public Duration seconds(String name, double otherwise) {
		return Duration.ofMillis(Math.round(Double.parseDouble(text(name, Double.toString(otherwise))) * 1000));
	}

	/**
	 * Return several texts.
	 * @param name the name of the option, its values separated by commas
	 * @param otherwise what holds where it is absent
	 * @return the values
	 */
	public List<String> list(String name, String otherwise) {
		return Arrays.asList(text(name, otherwise).split(",", -1));
	}

}
