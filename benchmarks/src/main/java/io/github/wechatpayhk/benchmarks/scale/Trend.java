package io.github.wechatpayhk.benchmarks.scale;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The line through samples with the least squares, and whether it is flat.
 *
 * @param name what was sampled
 * @param mean the mean of the samples
 * @param perHour the slope, in units per hour
 * @param growth what the line rises by from the first sample to the last
 * @param allowed what it may rise by
 */
record Trend(String name, double mean, double perHour, double growth, double allowed) {

	private static final double ALLOWED_PART = 0.02;

	private static final double SECONDS_PER_HOUR = 3600;

	/**
	 * Find the trend of samples.
	 * @param name what was sampled
	 * @param samples the samples, at least two
	 * @param value the value of a sample
	 * @param leastAllowed a rise below 2 % of the mean is allowed, and below this in any
	 * case
	 * @return the trend
	 */
	static Trend of(String name, List<SoakSample> samples, ToDoubleFunction<SoakSample> value, double leastAllowed) {
		if (samples.size() < 2) {
			throw new IllegalArgumentException("A trend needs at least two samples");
		}
		double meanTime = samples.stream().mapToDouble(SoakSample::seconds).average().orElseThrow();
		double mean = samples.stream().mapToDouble(value).average().orElseThrow();
		double products = 0;
		double squares = 0;
		for (SoakSample sample : samples) {
			double time = sample.seconds() - meanTime;
			products += time * (value.applyAsDouble(sample) - mean);
			squares += time * time;
		}
		double slope = products / squares;
		double time = samples.get(samples.size() - 1).seconds() - samples.get(0).seconds();
		return new Trend(name, mean, slope * SECONDS_PER_HOUR, slope * time,
				Math.max(ALLOWED_PART * mean, leastAllowed));
	}

	boolean isFlat() {
		return this.growth < this.allowed;
	}

	String markdown() {
		return String.format(Locale.ROOT, "| %s | %,.1f | %+,.2f | %+,.2f | %,.2f | %s |", this.name, this.mean,
				this.perHour, this.growth, this.allowed, isFlat() ? "flat" : "**grows**");
	}

}
