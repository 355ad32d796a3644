package io.github.wechatpayhk.sample.till;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.wechatpayhk.sample.wire.WireExchange;

/**
 * The life of an order over time, as coordinates of a drawing of 420 by 116: its states
 * as a band, and each exchange with WeChat Pay as a bar.
 *
 * @param bands the states
 * @param bars the exchanges
 * @param ticks the marks of the axis
 */
public record TimeAxis(List<Band> bands, List<Bar> bars, List<Tick> ticks) {

	private static final double LEFT = 10;

	private static final double WIDTH = 400;

	private static final double THINNEST = 4;

	private static final Duration LASTING = Duration.ofMillis(50);

	private static final int MOST_TICKS = 5;

	private static final double[] STEPS = { 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200,
			21600, 43200, 86400, 172800, 604800, 2592000 };

	static TimeAxis of(TillOrder order, List<WireExchange> exchanges, Instant now) {
		Instant begin = order.openedAt();
		Instant end = order.stage().isUnderWay() ? now : order.last().at();
		for (WireExchange exchange : exchanges) {
			begin = exchange.at().isBefore(begin) ? exchange.at() : begin;
			end = end(exchange).isAfter(end) ? end(exchange) : end;
		}
		if (!order.stage().isUnderWay()) {
			// Room for the state that lasts
			end = end.plus(Duration.between(begin, end).dividedBy(10)).plus(LASTING);
		}
		Scale scale = new Scale(begin, seconds(begin, end));
		return new TimeAxis(bands(order, end, scale),
				exchanges.stream().map((exchange) -> bar(exchange, scale)).toList(), ticks(scale));
	}

	private static Instant end(WireExchange exchange) {
		return (exchange.end() != null) ? exchange.at().plus(exchange.end().latency()) : exchange.at();
	}

	private static List<Band> bands(TillOrder order, Instant end, Scale scale) {
		List<Band> bands = new ArrayList<>();
		List<Moment> moments = order.moments();
		for (int i = 0; i < moments.size(); i++) {
			Stage stage = moments.get(i).stage();
			double x = scale.x(moments.get(i).at());
			while (i + 1 < moments.size() && moments.get(i + 1).stage() == stage) {
				i++;
			}
			double until = scale.x((i + 1 < moments.size()) ? moments.get(i + 1).at() : end);
			bands.add(new Band(stage, x, Math.max(THINNEST, until - x)));
		}
		return bands;
	}

	private static Bar bar(WireExchange exchange, Scale scale) {
		double x = scale.x(exchange.at());
		return new Bar(exchange.verdict(), x, Math.max(THINNEST, scale.x(end(exchange)) - x));
	}

	private static List<Tick> ticks(Scale scale) {
		double step = STEPS[STEPS.length - 1];
		for (int i = STEPS.length - 1; i >= 0 && scale.seconds() / STEPS[i] <= MOST_TICKS; i--) {
			step = STEPS[i];
		}
		List<Tick> ticks = new ArrayList<>();
		for (int i = 0; i * step <= scale.seconds(); i++) {
			ticks.add(new Tick(LEFT + WIDTH * i * step / scale.seconds(), label(i * step)));
		}
		return ticks;
	}

	private static String label(double seconds) {
		if (seconds < 60) {
			return number(seconds) + " s";
		}
		if (seconds < 3600) {
			return number(seconds / 60) + " min";
		}
		return (seconds < 86400) ? number(seconds / 3600) + " h" : number(seconds / 86400) + " d";
	}

	private static String number(double value) {
		double rounded = Math.round(value * 10) / 10.0;
		return (rounded == Math.rint(rounded)) ? Long.toString((long) rounded) : Double.toString(rounded);
	}

	private static double seconds(Instant from, Instant to) {
		return Duration.between(from, to).toMillis() / 1000.0;
	}

	/**
	 * A state over the time that it lasted.
	 *
	 * @param stage the state
	 * @param x where it begins
	 * @param width how long it is
	 */
	public record Band(Stage stage, double x, double width) {
	}

	/**
	 * An exchange over the time that it took.
	 *
	 * @param verdict how it went
	 * @param x where it begins
	 * @param width how long it is
	 */
	public record Bar(String verdict, double x, double width) {
	}

	/**
	 * A mark of the axis.
	 *
	 * @param x where it is
	 * @param label the time since the beginning
	 */
	public record Tick(double x, String label) {
	}

	private record Scale(Instant begin, double seconds) {

		double x(Instant at) {
			return LEFT + Math.min(WIDTH, WIDTH * TimeAxis.seconds(this.begin, at) / Math.max(0.1, this.seconds));
		}

	}

}
