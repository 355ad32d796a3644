package io.github.wechatpayhk.durable.crash;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What stands between one process and the simulator: remembers how far each reversal
 * came, and is where the process can be killed.
 */
final class Front implements AutoCloseable, Passage.Watcher {

	private static final Pattern REVERSE = Pattern.compile("/out-trade-no/([^/?]+)/reverse$");

	private final Supplier<Aim> aim;

	private final Runnable kill;

	private final Passage passage;

	private final Map<String, Map<Passage.Step, Long>> steps = new ConcurrentHashMap<>();

	private volatile @Nullable String killedAt;

	/**
	 * Open a front.
	 * @param simulator what stands behind it
	 * @param aim when to kill
	 * @param kill kills the process before it
	 */
	Front(SimulatorProcess simulator, Supplier<Aim> aim, Runnable kill) {
		this.aim = aim;
		this.kill = kill;
		this.passage = new Passage(simulator, this);
	}

	static @Nullable String reversedOrder(String target) {
		Matcher matcher = REVERSE.matcher(target);
		return matcher.find() ? matcher.group(1) : null;
	}

	URI baseUrl() {
		return this.passage.baseUrl();
	}

	/**
	 * Return how far a reversal came here, and at which {@link System#nanoTime()}.
	 */
	Map<Passage.Step, Long> steps(String order) {
		return this.steps.getOrDefault(order, Map.of());
	}

	@Override
	public boolean isLost(String target, Passage.Step step) {
		String order = reversedOrder(target);
		switch (step) {
			case SENT -> {
				note(order, step);
				return killIfAimed(order, Moment.SEND_TO_EFFECT) && this.aim.get().isRequestLost();
			}
			case EFFECT -> {
				note(order, step);
				return isKilled(order) || killIfAimed(order, Moment.EFFECT_TO_RESPONSE);
			}
			default -> {
				return killIfAimed(order, Moment.RESPONSE_TO_RECORD);
			}
		}
	}

	@Override
	public void responded(String target) {
		note(reversedOrder(target), Passage.Step.RESPONDED);
	}

	private boolean isKilled(@Nullable String order) {
		return order != null && order.equals(this.killedAt);
	}

	private void note(@Nullable String order, Passage.Step step) {
		if (order != null) {
			this.steps.computeIfAbsent(order, (key) -> new ConcurrentHashMap<>()).putIfAbsent(step, System.nanoTime());
		}
	}

	private boolean killIfAimed(@Nullable String order, Moment moment) {
		if (order == null || !this.aim.get().take(order, moment)) {
			return false;
		}
		this.killedAt = order;
		this.kill.run();
		return true;
	}

	@Override
	public void close() {
		this.passage.close();
	}

}
