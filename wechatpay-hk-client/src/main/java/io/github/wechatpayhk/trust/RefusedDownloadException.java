package io.github.wechatpayhk.trust;

import org.jspecify.annotations.Nullable;

/**
 * A download of certificates that changes nothing, and why.
 */
final class RefusedDownloadException extends Exception {

	private static final long serialVersionUID = 1L;

	/** Whether WeChat Pay has no certificates for the merchant. */
	private final boolean isWithoutCertificates;

	RefusedDownloadException(String problem, @Nullable Throwable cause) {
		this(problem, cause, false);
	}

	private RefusedDownloadException(String problem, @Nullable Throwable cause, boolean isWithoutCertificates) {
		super(problem, cause);
		this.isWithoutCertificates = isWithoutCertificates;
	}

	static RefusedDownloadException withoutCertificates(String problem) {
		return new RefusedDownloadException(problem, null, true);
	}

	/**
	 * Return whether the download is no failure for a serial number: WeChat Pay has no
	 * certificates for the merchant, so no certificate has that number.
	 */
	boolean isWithoutCertificates() {
		return this.isWithoutCertificates;
	}

}
