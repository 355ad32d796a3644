package io.github.wechatpayhk.durable;

import java.util.Optional;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of what holds for all nodes.
 */
final class SettingStore {

	private static final String PAUSED = "paused";

	private final JdbcClient client;

	SettingStore(DataSource dataSource) {
		this.client = JdbcClient.create(dataSource);
	}

	boolean isPaused() {
		return find(PAUSED).isPresent();
	}

	void setPaused(boolean isPaused) {
		if (!isPaused) {
			this.client.sql("delete from wechatpay_hk_durable_setting where name = ?").param(PAUSED).update();
		}
		else if (!isPaused()) {
			this.client.sql("insert into wechatpay_hk_durable_setting (name, content) values (?, 'true')")
				.param(PAUSED)
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
