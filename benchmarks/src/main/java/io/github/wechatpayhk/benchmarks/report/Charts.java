package io.github.wechatpayhk.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.github.wechatpayhk.benchmarks.load.Reading;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * Draws the medians of a run over the number of reversals in flight.
 */
final class Charts {

	private static final int WIDTH = 900;

	private static final int HEIGHT = 500;

	private final Readings readings;

	Charts(Readings readings) {
		this.readings = readings;
	}

	void draw(Path directory) throws IOException {
		draw(directory.resolve("throughput.png"), "Reversals per second", Reading::throughput);
		draw(directory.resolve("p99.png"), "p99 in milliseconds", (reading) -> reading.p99() / 1000);
		draw(directory.resolve("cpu.png"), "Processor seconds of the client per 1,000 reversals", Reading::cpu);
		draw(directory.resolve("allocation.png"), "KiB allocated per reversal",
				(reading) -> reading.allocated() / 1024);
	}

	private void draw(Path file, String title, ToDoubleFunction<Reading> value) throws IOException {
		XYChart chart = new XYChartBuilder().width(WIDTH)
			.height(HEIGHT)
			.title(title)
			.xAxisTitle("in flight")
			.theme(ChartTheme.Matlab)
			.build();
		chart.getStyler().setXAxisLogarithmic(true);
		chart.getStyler().setYAxisLogarithmic(true);
		chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
		for (String client : this.readings.clients()) {
			List<Integer> x = new ArrayList<>();
			List<Double> y = new ArrayList<>();
			for (int inFlight : this.readings.concurrencies()) {
				double median = this.readings.median(client, inFlight, value);
				if (Double.isFinite(median)) {
					x.add(inFlight);
					y.add(median);
				}
			}
			chart.addSeries(client, x, y);
		}
		BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
	}

}
