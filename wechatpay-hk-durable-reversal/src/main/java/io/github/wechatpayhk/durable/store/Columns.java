package io.github.wechatpayhk.durable.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;

import io.github.wechatpayhk.merchant.ShopIds;
import org.jspecify.annotations.Nullable;

/**
 * How values are written in the tables.
 *
 * @since 0.1.0
 */
public final class Columns {

	private static final int LONGEST_TEXT = 1000;

	private Columns() {
	}

	public static @Nullable Long millis(@Nullable Instant time) {
		return (time != null) ? time.toEpochMilli() : null;
	}

	public static @Nullable Instant instant(ResultSet result, String column) throws SQLException {
		long millis = result.getLong(column);
		return result.wasNull() ? null : Instant.ofEpochMilli(millis);
	}

	public static ShopIds shopIds(ResultSet result) throws SQLException {
		return new ShopIds(result.getString("mchid"), result.getString("appid"), result.getString("sp_mchid"),
				result.getString("sp_appid"), result.getString("sub_mchid"), result.getString("sub_appid"));
	}

	/**
	 * Read a row that is an id and nothing else.
	 */
	public static String id(ResultSet result, int row) throws SQLException {
		return Objects.requireNonNull(result.getString(1));
	}

	public static @Nullable Integer number(ResultSet result, String column) throws SQLException {
		int number = result.getInt(column);
		return result.wasNull() ? null : number;
	}

	public static @Nullable String text(@Nullable String text) {
		return text(text, LONGEST_TEXT);
	}

	public static @Nullable String text(@Nullable String text, int longest) {
		return (text != null && text.length() > longest) ? text.substring(0, longest) : text;
	}

}
