package io.github.wechatpayhk.autoconfigure.merchant;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.autoconfigure.properties.MerchantProperties;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.webclient.CallOptions;
import org.jspecify.annotations.Nullable;

/**
 * Reads whom to call and as whom.
 */
final class MerchantAddressReader {

	private static final String OFFICIAL_HOST = ".mch.weixin.qq.com";

	private static final String HK_PREFIX = "/hk/";

	private static final Pattern SECOND_URL = Pattern.compile(".https?://", Pattern.CASE_INSENSITIVE);

	private static final String ID_ACTION = "Set it to the number that WeChat Pay gave, digits only: 'mchid' for a "
			+ "merchant with a contract of its own, 'sp-mchid' and 'sub-mchid' for an institution and its sub-merchant.";

	private static final String URL_ACTION = "Set it to scheme, host and prefix of the API, such as '%s', or leave it "
			+ "out. Plain http is for loopback addresses only.";

	private final MerchantProperties properties;

	private final PropertyReader reader;

	private final boolean isStrict;

	/**
	 * Create a reader.
	 * @param properties the properties of the merchant
	 * @param reader reads them
	 * @param isStrict whether the merchant numbers have the length of those that WeChat
	 * Pay gives
	 */
	MerchantAddressReader(MerchantProperties properties, PropertyReader reader, boolean isStrict) {
		this.properties = properties;
		this.reader = reader;
		this.isStrict = isStrict;
	}

	ApiGeneration generation() {
		return (this.properties.generation() != null) ? this.properties.generation() : ApiGeneration.HK;
	}

	URI baseUrl() {
		String text = this.properties.baseUrl();
		if (text == null) {
			return generation().defaultBaseUrl();
		}
		if (SECOND_URL.matcher(text).find()) {
			throw this.reader.failure("base-url", withoutUser(text), "It holds more than one URL",
					"Set it to one of them, and 'wechatpay.hk.failover.base-urls' to the others.");
		}
		try {
			URI url = CallOptions.requireBaseUrl(new URI(text));
			requireGeneration(url);
			return url;
		}
		catch (URISyntaxException ex) {
			// The cause would repeat the value
			throw this.reader.failure("base-url", PropertyReader.hidden(text), "It is not a URL",
					URL_ACTION.formatted(generation().defaultBaseUrl()));
		}
		catch (WechatPayHkRequestException ex) {
			throw this.reader.failure("base-url", withoutUser(text), reason(ex),
					URL_ACTION.formatted(generation().defaultBaseUrl()), ex);
		}
	}

	private static String reason(WechatPayHkRequestException ex) {
		return String.valueOf(ex.getMessage()).replace("; nothing was sent", "");
	}

	static String withoutUser(String url) {
		return url.contains("@") ? "(a URL with user information)" : url;
	}

	/**
	 * Tell whether the paths of a generation lead nowhere at a base URL, as far as the
	 * URL shows it.
	 */
	static boolean isMixed(ApiGeneration generation, URI url) {
		String path = url.getRawPath().endsWith("/") ? url.getRawPath() : url.getRawPath() + '/';
		boolean isOfficial = url.getHost() != null && url.getHost().endsWith(OFFICIAL_HOST);
		return (generation == ApiGeneration.GLOBAL) ? path.endsWith(HK_PREFIX)
				: isOfficial && !path.endsWith(HK_PREFIX);
	}

	private void requireGeneration(URI url) {
		String path = url.getRawPath();
		boolean isMixed = isMixed(generation(), url);
		if (isMixed || (path + '/').contains("/v3/")) {
			throw this.reader.failure("base-url", url.toString(),
					(isMixed ? "It mixes two generations of the API: 'generation' is " + generation()
							+ ", whose base URL is "
							: "It ends in a version, which is added by itself: the base URL is ")
							+ generation().defaultBaseUrl(),
					URL_ACTION.formatted(generation().defaultBaseUrl())
							+ " The prefix '/hk/' belongs to generation 'hk', none to 'global'.");
		}
	}

	MerchantIds ids() {
		String mchid = id("mchid", this.properties.mchid());
		String spMchid = id("sp-mchid", this.properties.spMchid());
		String subMchid = id("sub-mchid", this.properties.subMchid());
		if (spMchid == null && subMchid != null) {
			throw this.reader.failure("sp-mchid", null, "There is a sub-merchant, but no institution that signs for it",
					ID_ACTION);
		}
		if (mchid == null && spMchid == null) {
			throw this.reader.failure("mchid", null, "There is neither a merchant nor an institution", ID_ACTION);
		}
		return new MerchantIds(mchid, spMchid, subMchid);
	}

	ShopIds shopIds() {
		MerchantIds ids = ids();
		return new ShopIds(ids.mchid(), appid("appid", this.properties.appid()), ids.spMchid(),
				appid("sp-appid", this.properties.spAppid()), ids.subMchid(),
				appid("sub-appid", this.properties.subAppid()));
	}

	private @Nullable String appid(String name, @Nullable String value) {
		if (value != null && !isAccepted(() -> new ShopIds(null, value, null, null, null, null))) {
			throw this.reader.failure(name, (value.length() > 32) ? PropertyReader.hidden(value) : value,
					"It is not an application id of 1 to 32 letters, digits, '_' and '-'",
					"Set it to the id that WeChat gave the application, such as 'wx8888888888888888'.");
		}
		return value;
	}

	/**
	 * The client knows the form of an id.
	 */
	private static boolean isAccepted(Runnable check) {
		try {
			check.run();
			return true;
		}
		catch (WechatPayHkRequestException ex) {
			return false;
		}
	}

	private boolean isMchid(String value) {
		return isAccepted(() -> MerchantIds.direct(value))
				&& (!this.isStrict || (value.length() >= 8 && value.length() <= 10));
	}

	private @Nullable String id(String name, @Nullable String value) {
		String lengths = this.isStrict ? "8 to 10" : "1 to 32";
		if (value != null && !isMchid(value)) {
			throw this.reader.failure(name, (value.length() > 32) ? PropertyReader.hidden(value) : value,
					"It is not a number of " + lengths + " digits", ID_ACTION
							+ (this.isStrict ? " 'wechatpay.hk.strict=false' accepts numbers of 1 to 32 digits." : ""));
		}
		return value;
	}

}
