package io.github.wechatpayhk.observation;

import io.github.wechatpayhk.resilience.CallingMerchant;
import io.github.wechatpayhk.resilience.WechatPayHkCall;
import io.github.wechatpayhk.resilience.WechatPayHkCallObserver;
import io.github.wechatpayhk.resilience.WechatPayHkCallObserver.ObservedCall;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.ExchangeFilterFunction;

/**
 * Makes observations of calls and their attempts. The observation of the caller is the
 * parent of that of the call, and that one of those of its attempts: it is taken from the
 * Reactor context, else from the thread that subscribes. In the other direction, the
 * Reactor context carries the observation to filters of the application.
 *
 * @since 0.1.0
 */
public final class CallObservations implements WechatPayHkCallObserver {

	private static final WechatPayHkCallObservationConvention CALLS = new DefaultWechatPayHkCallObservationConvention();

	private static final WechatPayHkAttemptObservationConvention ATTEMPTS = new DefaultWechatPayHkAttemptObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable WechatPayHkCallObservationConvention callConvention;

	private final @Nullable WechatPayHkAttemptObservationConvention attemptConvention;

	private CallObservations(ObservationRegistry registry,
			@Nullable WechatPayHkCallObservationConvention callConvention,
			@Nullable WechatPayHkAttemptObservationConvention attemptConvention) {
		this.registry = registry;
		this.callConvention = callConvention;
		this.attemptConvention = attemptConvention;
	}

	/**
	 * Create the observer.
	 * @param registry where observations go
	 * @param callConvention names those of calls, or {@code null} for the default
	 * @param attemptConvention names those of attempts, or {@code null} for the default
	 * @return the observer
	 */
	public static CallObservations create(ObservationRegistry registry,
			@Nullable WechatPayHkCallObservationConvention callConvention,
			@Nullable WechatPayHkAttemptObservationConvention attemptConvention) {
		return new CallObservations(registry, callConvention, attemptConvention);
	}

	/**
	 * Return a filter for the {@code WebClient} of the client, to be added before all
	 * others, so that they find the observation of the attempt in the Reactor context.
	 * @return the filter
	 */
	public static ExchangeFilterFunction contextFilter() {
		return new ObservationPassing();
	}

	@Override
	public ObservedCall begin(CallingMerchant merchant, WechatPayHkCall call, ContextView context) {
		if (this.registry.isNoop()) {
			return WechatPayHkCallObserver.none().begin(merchant, call, context);
		}
		WechatPayHkCallContext callContext = new WechatPayHkCallContext(merchant, call, null);
		Observation observation = WechatPayHkCallObservation.CALL.observation(this.callConvention, CALLS,
				() -> callContext, this.registry);
		Observation parent = context.getOrDefault(ObservationOfCall.KEY, null);
		if (parent != null) {
			observation.parentObservation(parent);
		}
		return new ObservationOfCall(this, callContext, observation.start());
	}

	Observation attempt(WechatPayHkCallContext attempt, Observation parent) {
		return WechatPayHkCallObservation.ATTEMPT
			.observation(this.attemptConvention, ATTEMPTS, () -> attempt, this.registry)
			.parentObservation(parent)
			.start();
	}

}
