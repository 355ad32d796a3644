package io.github.wechatpayhk.signature;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Remembers how far the local clock was ahead of WeChat Pay's in the latest response.
 * Safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class LastClockSkew implements SignatureListener {

	private volatile @Nullable Duration latest;

	/**
	 * Create a memory that is empty.
	 */
	public LastClockSkew() {
	}

	@Override
	public void dated(Duration skew) {
		this.latest = skew;
	}

	/**
	 * Return what the latest response told.
	 * @return how far the local clock was ahead, negative if it was behind, or
	 * {@code null} before the first response
	 */
	public @Nullable Duration latest() {
		return this.latest;
	}

}
