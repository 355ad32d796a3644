package io.github.wechatpayhk.durable.store;

import java.time.LocalDate;
import java.util.Optional;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of what holds for all nodes.
 *
 * @since 0.1.0
 */
public final class SettingStore {

	private static final String PAUSED = "paused";

	private static final String RECONCILED_UNTIL = "reconciled-until";

	private final JdbcClient client;

	public SettingStore(DataSource dataSource) {
		this.client = JdbcClient.create(dataSource);
	}

	public boolean isPaused() {
		return find(PAUSED).isPresent();
	}

	public void setPaused(boolean isPaused) {
		set(PAUSED, isPaused ? "true" : null);
	}

	public Optional<LocalDate> reconciledUntil() {
		return find(RECONCILED_UNTIL).map(LocalDate::parse);
	}

	public void setReconciledUntil(@Nullable LocalDate day) {
		set(RECONCILED_UNTIL, (day != null) ? day.toString() : null);
	}

	private void set(String name, @Nullable String content) {
		if (content == null) {
			this.client.sql("delete from wechatpay_hk_durable_setting where name = ?").param(name).update();
		}
		else if (find(name).isEmpty()) {
			this.client.sql("insert into wechatpay_hk_durable_setting (name, content) values (?, ?)")
				.param(name)
				.param(content)
				.update();
		}
		else {
			this.client.sql("update wechatpay_hk_durable_setting set content = ? where name = ?")
				.param(content)
				.param(name)
				.update();
		}
	}

	private Optional<String> find(String name) {
		return this.client.sql("select content from wechatpay_hk_durable_setting where name = ?")
			.param(name)
			.query(String.class)
			.optional();
	}

}
