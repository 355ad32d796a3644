package io.github.wechatpayhk.webclient;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wechatpayhk.merchant.MerchantIds;
import org.jspecify.annotations.Nullable;

/**
 * The URI of a query: a template with the merchant numbers, and perhaps more, as query
 * parameters, and the variables for it.
 *
 * @param template the template
 * @param variables the variables, by name
 * @since 0.1.0
 */
public record IdsQuery(String template, Map<String, Object> variables) {

	/**
	 * Begin with the merchant numbers.
	 * @param path the template of the path
	 * @param ids the merchant numbers
	 * @return the query
	 */
	public static IdsQuery of(String path, MerchantIds ids) {
		return new IdsQuery(path, Map.of()).parameter("mchid", ids.mchid())
			.parameter("sp_mchid", ids.spMchid())
			.parameter("sub_mchid", ids.subMchid());
	}

	/**
	 * Add a query parameter.
	 * @param name its name
	 * @param value its value, {@code null} to leave it out
	 * @return a changed copy
	 */
	public IdsQuery parameter(String name, @Nullable Object value) {
		if (value == null) {
			return this;
		}
		String separator = (this.template.indexOf('?') != -1) ? "&" : "?";
		return new IdsQuery(this.template + separator + name + "={" + name + '}', with(name, value));
	}

	/**
	 * Set a variable of the path.
	 * @param name its name
	 * @param value its value, {@code null} if the path has none of this name
	 * @return a changed copy
	 */
	public IdsQuery variable(String name, @Nullable String value) {
		return (value != null) ? new IdsQuery(this.template, with(name, value)) : this;
	}

	private Map<String, Object> with(String name, Object value) {
		Map<String, Object> changed = new LinkedHashMap<>(this.variables);
		changed.put(name, value);
		return changed;
	}

}
