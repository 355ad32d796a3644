package io.github.wechatpayhk.durable.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * How far the queries of something have come.
 *
 * @param queries how many verified responses showed it as unfinished since it was sent
 * last
 * @param step how many calls failed since one succeeded
 * @param waited the sum of the pauses after these calls
 * @since 0.1.0
 */
public record Progress(int queries, int step, Duration waited) {

	public static Progress of(ResultSet result) throws SQLException {
		return new Progress(result.getInt("queries"), result.getInt("step"),
				Duration.ofMillis(result.getLong("waited_millis")));
	}

	/**
	 * Return the progress after one query more that showed it as unfinished.
	 */
	public Progress afterQuery() {
		return new Progress(this.queries + 1, 0, Duration.ZERO);
	}

	/**
	 * Return the progress of what is to be sent again.
	 */
	public Progress toSend() {
		return new Progress(0, this.step, this.waited);
	}

	/**
	 * Return the progress after one failure more, and the pause that follows it.
	 */
	public Progress afterFailure(Duration pause) {
		return new Progress(this.queries, this.step + 1, this.waited.plus(pause));
	}

}
