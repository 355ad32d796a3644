package io.github.wechatpayhk.trust;

import org.jspecify.annotations.Nullable;

/**
 * A download of certificates that changes nothing, and why.
 */
final class RefusedDownloadException extends Exception {

	private static final long serialVersionUID = 1L;

	RefusedDownloadException(String problem, @Nullable Throwable cause) {
		super(problem, cause);
	}

}
