package io.github.wechatpayhk.observation;

/**
 * Names observations of calls and their keys as {@link WechatPayHkCallObservation} says.
 * A convention that only adds a key can hand everything else on to it.
 *
 * @since 0.1.0
 */
public final class DefaultWechatPayHkCallObservationConvention extends DocumentedConvention
		implements WechatPayHkCallObservationConvention {

	/**
	 * Create the convention.
	 */
	public DefaultWechatPayHkCallObservationConvention() {
		super(WechatPayHkCallObservation.CALL);
	}

}
