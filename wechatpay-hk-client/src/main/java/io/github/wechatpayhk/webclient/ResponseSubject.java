package io.github.wechatpayhk.webclient;

import java.util.stream.Stream;

import io.github.wechatpayhk.merchant.MerchantIds;
import org.jspecify.annotations.Nullable;

/**
 * Compares the order or the refund that a response names with the one that was asked for:
 * the signature of a response does not cover the request. Immutable.
 *
 * @param difference the first difference in words, or {@code null} if there is none
 * @since 0.1.0
 */
public record ResponseSubject(@Nullable String difference) {

	/**
	 * Begin with the merchant numbers. A response may omit them. A number that it names
	 * must be the one that was asked for.
	 * @param asked the numbers of the request
	 * @param mchid the direct merchant of the response
	 * @param spMchid the institution of the response
	 * @param subMchid the sub-merchant of the response
	 * @return the comparison
	 */
	public static ResponseSubject of(MerchantIds asked, @Nullable String mchid, @Nullable String spMchid,
			@Nullable String subMchid) {
		ResponseSubject subject = new ResponseSubject(null).optional("mchid", asked.mchid(), mchid)
			.optional("sp_mchid", asked.spMchid(), spMchid)
			.optional("sub_mchid", asked.subMchid(), subMchid);
		boolean isNamed = Stream.of(mchid, spMchid, subMchid).anyMatch(ResponseSubject::isPresent);
		boolean isCompared = (isPresent(mchid) && asked.mchid() != null)
				|| (isPresent(spMchid) && asked.spMchid() != null) || (isPresent(subMchid) && asked.subMchid() != null);
		return (isNamed && !isCompared) ? subject.or("it names merchant numbers of another mode") : subject;
	}

	/**
	 * Compare a number that the response must name.
	 * @param name the name of the field
	 * @param asked the number of the request, {@code null} if it names none
	 * @param received the number of the response
	 * @return the comparison
	 */
	public ResponseSubject required(String name, @Nullable String asked, @Nullable String received) {
		if (asked == null || asked.equals(received)) {
			return this;
		}
		return or(
				isPresent(received) ? "its '" + name + "' is not the one of the request" : "it has no '" + name + '\'');
	}

	/**
	 * Compare a number that the response may omit.
	 * @param name the name of the field
	 * @param asked the number of the request, {@code null} if it names none
	 * @param received the number of the response
	 * @return the comparison
	 */
	public ResponseSubject optional(String name, @Nullable String asked, @Nullable String received) {
		return isPresent(received) ? required(name, asked, received) : this;
	}

	private ResponseSubject or(String other) {
		return (this.difference != null) ? this : new ResponseSubject(other);
	}

	private static boolean isPresent(@Nullable String received) {
		return received != null && !received.isEmpty();
	}

}
