package io.github.wechatpayhk.autoconfigure.properties;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.resilience.CallingMerchant;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * Configuration properties of the endpoint that receives notifications.
 *
 * @param path Path of the endpoint below the context path, such as
 * '/wechatpay/notifications'. Notifications of a named merchant are received at this path
 * followed by a slash and the name. No endpoint unless set
 * @param url Scheme, host and prefix under which WeChat Pay reaches the application, such
 * as 'https://shop.example.com'. Followed by the path, it is the 'notify_url' of orders
 * and refunds that name none
 * @since 0.1.0
 */
public record NotificationProperties(@Nullable String path, @Nullable String url) {

	private static final Pattern PATH = Pattern.compile("(/[0-9A-Za-z._~-]+)+");

	private static final Pattern MERCHANT = Pattern.compile("(?!\\.{1,2}$)[^/\\\\\\p{Cntrl}]{1,64}");

	private static final String MERCHANT_ACTION = "Choose a name of at most 64 characters without '/', '\\' and control"
			+ " characters, or remove 'wechatpay.hk.notifications.url'.";

	private static final String PATH_ACTION = "Set it to a path such as '/wechatpay/notifications': segments of letters,"
			+ " digits, '.', '_', '~' and '-', without a slash at the end.";

	private static final String URL_ACTION = "Set it to the https URL under which WeChat Pay reaches the application,"
			+ " such as 'https://shop.example.com', without a query.";

	/**
	 * Return the path of the endpoint.
	 * @return the path
	 */
	public String requiredPath() {
		if (this.path == null || !PATH.matcher(this.path).matches()) {
			throw WechatPayHkConfigurationException.of("notifications.path", this.path, "It is not a path",
					PATH_ACTION);
		}
		return this.path;
	}

	/**
	 * Return whether the endpoint receives notifications of a merchant: containers refuse
	 * a path with an encoded slash, and everybody can send long ones.
	 * @param merchant the name of the merchant
	 * @return whether the name has at most 64 characters, all of them fit for a path
	 */
	public static boolean isReceivable(String merchant) {
		return MERCHANT.matcher(merchant).matches();
	}

	/**
	 * Return where the notifications of a merchant go unless an order says otherwise.
	 * @param merchant the name of the merchant
	 * @return the URL, or {@code null} if there is none
	 */
	public @Nullable String notifyUrl(String merchant) {
		if (this.url == null) {
			return null;
		}
		if (this.path == null) {
			throw WechatPayHkConfigurationException.of("notifications.path", null,
					"'wechatpay.hk.notifications.url' is set, and the path is not", PATH_ACTION);
		}
		if (!isReceivable(merchant)) {
			throw WechatPayHkConfigurationException.of("merchants", merchant,
					"Notifications of a merchant are received at a path that ends in its name, and no request to such a"
							+ " path arrives",
					MERCHANT_ACTION);
		}
		String name = merchant.equals(CallingMerchant.DEFAULT_NAME) ? ""
				: '/' + UriUtils.encodePathSegment(merchant, StandardCharsets.UTF_8);
		try {
			return RequestField.NOTIFY_URL.require(this.url.replaceFirst("/+$", "") + requiredPath() + name);
		}
		catch (WechatPayHkRequestException ex) {
			throw WechatPayHkConfigurationException.of("notifications.url", this.url,
					"It is not a URL that notifications can be sent to: " + ex.getMessage(), URL_ACTION, ex);
		}
	}

}
