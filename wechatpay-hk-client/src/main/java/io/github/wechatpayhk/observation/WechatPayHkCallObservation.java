package io.github.wechatpayhk.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations, and the keys that the default conventions give them.
 */
enum WechatPayHkCallObservation implements ObservationDocumentation {

	/**
	 * A whole call: all attempts and waits.
	 */
	CALL("wechatpay.hk.client", DefaultWechatPayHkCallObservationConvention.class),

	/**
	 * One attempt, from the moment in which it left the queue of the rate limit: signing,
	 * connecting, sending, and the response until it is verified.
	 */
	ATTEMPT("wechatpay.hk.client.attempt", DefaultWechatPayHkAttemptObservationConvention.class);

	private final String observationName;

	private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;

	WechatPayHkCallObservation(String observationName,
			Class<? extends ObservationConvention<? extends Observation.Context>> convention) {
		this.observationName = observationName;
		this.convention = convention;
	}

	@Override
	public String getName() {
		return this.observationName;
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return this.convention;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return (this == ATTEMPT) ? KeyName.merge(LowCardinality.values(), AttemptKeys.values())
				: LowCardinality.values();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return HighCardinality.values();
	}

	/**
	 * Keys with few values: tags of metrics as well.
	 */
	public enum LowCardinality implements KeyName {

		/**
		 * The operation, such as {@code reverse}.
		 */
		OPERATION("operation"),

		/**
		 * The generation of the API, {@code hk} or {@code global}.
		 */
		GENERATION("generation"),

		/**
		 * The name of the merchant, {@code default} for the one without a name.
		 */
		MERCHANT("merchant"),

		/**
		 * {@code completed}, {@code not_sent}, {@code rejected}, {@code unknown}, or
		 * {@code none} while it runs.
		 */
		OUTCOME("outcome"),

		/**
		 * The error code of WeChat Pay without underscores, {@code OTHER} for one that is
		 * not known, or {@code none}.
		 */
		CODE("code"),

		/**
		 * What the signature of the response was worth: {@code verified}, {@code absent},
		 * {@code invalid}, or {@code none} without a response.
		 */
		SIGNATURE("signature");

		private final String key;

		LowCardinality(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * What an attempt has beside them.
	 */
	public enum AttemptKeys implements KeyName {

		/**
		 * Which attempt it is, from 1; {@code 10+} from the tenth on.
		 */
		ATTEMPT("attempt");

		private final String key;

		AttemptKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys with any number of values: on spans only.
	 */
	public enum HighCardinality implements KeyName {

		/**
		 * What the call is about: the number of the order or the refund.
		 */
		ORDER("wechatpay.hk.order"),

		/**
		 * The {@code Request-ID} of the response.
		 */
		REQUEST_ID("wechatpay.hk.request_id"),

		/**
		 * The number of the merchant that signs.
		 */
		MCHID("wechatpay.hk.mchid"),

		/**
		 * How many attempts were made.
		 */
		ATTEMPTS("wechatpay.hk.attempts"),

		/**
		 * {@code true} if the subscriber went away.
		 */
		CANCELLED("wechatpay.hk.cancelled");

		private final String key;

		HighCardinality(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
