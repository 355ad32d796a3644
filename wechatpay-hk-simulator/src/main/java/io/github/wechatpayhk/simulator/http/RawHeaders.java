package io.github.wechatpayhk.simulator.http;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The header fields of one HTTP message, in the order in which they stand on the wire.
 * Names are found in any letter case and kept as they were written. Immutable.
 *
 * @since 0.1.0
 */
public final class RawHeaders {

	private static final RawHeaders EMPTY = new RawHeaders(List.of());

	private final List<Field> fields;

	private RawHeaders(List<Field> fields) {
		this.fields = fields;
	}

	/**
	 * Return headers without any field.
	 * @return the empty headers
	 */
	public static RawHeaders empty() {
		return EMPTY;
	}

	/**
	 * Return headers with the given fields.
	 * @param fields the fields in their order
	 * @return the headers
	 */
	public static RawHeaders of(List<Field> fields) {
		return new RawHeaders(List.copyOf(fields));
	}

	/**
	 * Return the first value of a field.
	 * @param name the field name in any letter case
	 * @return the value, or {@code null} when there is no such field
	 */
	public @Nullable String first(String name) {
		for (Field field : this.fields) {
			if (field.name().equalsIgnoreCase(name)) {
				return field.value();
			}
		}
		return null;
	}

	/**
	 * Return all fields.
	 * @return the fields in their order, unmodifiable
	 */
	public List<Field> fields() {
		return this.fields;
	}

	/**
	 * Return a copy with one more field at the end.
	 * @param name the field name
	 * @param value the value
	 * @return the extended copy
	 */
	public RawHeaders with(String name, String value) {
		List<Field> extended = new ArrayList<>(this.fields);
		extended.add(new Field(name, value));
		return of(extended);
	}

	/**
	 * Return a copy in which a field has exactly one value.
	 * @param name the field name in any letter case
	 * @param value the only value from now on
	 * @return the changed copy
	 */
	public RawHeaders replace(String name, String value) {
		List<Field> others = this.fields.stream().filter((field) -> !field.name().equalsIgnoreCase(name)).toList();
		return of(others).with(name, value);
	}

	/**
	 * Names the fields without their values, which may be credentials.
	 */
	@Override
	public String toString() {
		return this.fields.stream().map(Field::name).toList().toString();
	}

	/**
	 * One header field.
	 *
	 * @param name the name as written
	 * @param value the value as written
	 */
	public record Field(String name, String value) {

	}

}
