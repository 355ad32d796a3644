package io.github.wechatpayhk.sample.till;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The states that an order can go through, with the way that it took, as coordinates of a
 * drawing of 420 by 268.
 *
 * @param nodes the states
 * @param edges the ways between them, those taken last so that they lie on top
 */
public record StateDiagram(List<Node> nodes, List<Edge> edges) {

	private static final int[] COLUMNS = { 68, 210, 352 };

	private static final int[] ROWS = { 56, 144, 232 };

	private static final double HALF_WIDTH = 62;

	private static final double HALF_HEIGHT = 24;

	private static final Set<Stage> REFUNDS = EnumSet.of(Stage.REFUNDING, Stage.REFUND_UNKNOWN,
			Stage.REFUND_REQUIRES_ACTION);

	private static final Map<Stage, int[]> PLACES = places();

	private static final Set<Way> WAYS = Set.of(new Way(Stage.POSTED, Stage.PAYER_ACTING),
			new Way(Stage.POSTED, Stage.REFUSED), new Way(Stage.PAYER_ACTING, Stage.PAID),
			new Way(Stage.PAYER_ACTING, Stage.REVERSING), new Way(Stage.PAID, Stage.REVERSING),
			new Way(Stage.PAID, Stage.REFUNDING), new Way(Stage.REVERSING, Stage.REVERSED),
			new Way(Stage.REVERSING, Stage.UNKNOWN), new Way(Stage.REVERSING, Stage.REFUNDING),
			new Way(Stage.REFUNDING, Stage.REFUNDED), new Way(Stage.POSTED, Stage.PAID));

	private static Map<Stage, int[]> places() {
		Map<Stage, int[]> places = new EnumMap<>(Stage.class);
		places.put(Stage.POSTED, new int[] { 0, 0 });
		places.put(Stage.PAYER_ACTING, new int[] { 1, 0 });
		places.put(Stage.UNPAID, new int[] { 1, 0 });
		places.put(Stage.PAID, new int[] { 2, 0 });
		places.put(Stage.REFUSED, new int[] { 0, 1 });
		places.put(Stage.SCHEDULED, new int[] { 0, 1 });
		places.put(Stage.REVERSING, new int[] { 1, 1 });
		REFUNDS.forEach((stage) -> places.put(stage, new int[] { 2, 1 }));
		places.put(Stage.UNKNOWN, new int[] { 0, 2 });
		places.put(Stage.SETTLED, new int[] { 0, 2 });
		places.put(Stage.REVERSED, new int[] { 1, 2 });
		places.put(Stage.REFUNDED, new int[] { 2, 2 });
		return places;
	}

	static StateDiagram of(TillOrder order) {
		List<Stage> visited = order.moments().stream().map(Moment::stage).toList();
		Set<Way> taken = taken(visited);
		List<Edge> edges = new ArrayList<>();
		WAYS.stream()
			.filter((way) -> !taken.contains(way) && isShown(way.from(), visited) && isShown(way.to(), visited))
			.sorted()
			.map((way) -> edge(way, false))
			.forEach(edges::add);
		taken.stream().map((way) -> edge(way, true)).forEach(edges::add);
		List<Node> nodes = PLACES.entrySet()
			.stream()
			.filter((place) -> isShown(place.getKey(), visited))
			.map((place) -> new Node(place.getKey(), COLUMNS[place.getValue()[0]], ROWS[place.getValue()[1]],
					mark(place.getKey(), visited, order.stage())))
			.toList();
		return new StateDiagram(nodes, edges);
	}

	/**
	 * Some states share a place, as an order hardly ever goes through both; of those of a
	 * refund the last one is shown.
	 */
	private static boolean isShown(Stage stage, List<Stage> visited) {
		return switch (stage) {
			case UNPAID, SCHEDULED, SETTLED -> visited.contains(stage);
			case PAYER_ACTING -> !visited.contains(Stage.UNPAID);
			case REFUSED -> !visited.contains(Stage.SCHEDULED);
			case UNKNOWN -> !visited.contains(Stage.SETTLED);
			case REFUNDING, REFUND_UNKNOWN, REFUND_REQUIRES_ACTION ->
				stage == visited.stream().filter(REFUNDS::contains).reduce(Stage.REFUNDING, (first, second) -> second);
			default -> true;
		};
	}

	private static String mark(Stage stage, List<Stage> visited, Stage present) {
		if (stage == present) {
			return "present";
		}
		return visited.contains(stage) ? "visited" : "open";
	}

	private static Set<Way> taken(List<Stage> visited) {
		Map<Way, Boolean> taken = new LinkedHashMap<>();
		for (int i = 1; i < visited.size(); i++) {
			if (!Arrays.equals(PLACES.get(visited.get(i)), PLACES.get(visited.get(i - 1)))) {
				taken.put(new Way(visited.get(i - 1), visited.get(i)), true);
			}
		}
		return taken.keySet();
	}

	private static Edge edge(Way way, boolean isTaken) {
		int[] from = PLACES.getOrDefault(way.from(), new int[2]);
		int[] to = PLACES.getOrDefault(way.to(), new int[2]);
		double[] start = { COLUMNS[from[0]], ROWS[from[1]] };
		double[] end = { COLUMNS[to[0]], ROWS[to[1]] };
		double[] bend = bend(from, to, start, end);
		double[] left = border(start, bend);
		double[] reached = border(end, bend);
		return new Edge(String.format(Locale.ROOT, "M%.1f %.1f Q%.1f %.1f %.1f %.1f", left[0], left[1], bend[0],
				bend[1], reached[0], reached[1]), isTaken);
	}

	/**
	 * A way over a state that is not part of it goes around that state.
	 */
	private static double[] bend(int[] from, int[] to, double[] start, double[] end) {
		double[] middle = { (start[0] + end[0]) / 2, (start[1] + end[1]) / 2 };
		int columns = Math.abs(from[0] - to[0]);
		int rows = Math.abs(from[1] - to[1]);
		if (columns == 2 && rows == 0) {
			middle[1] += (from[1] == 0) ? -70 : 70;
		}
		else if (rows == 2 && columns == 0) {
			middle[0] += (from[0] == 0) ? -120 : 120;
		}
		else if (columns == 2 && rows == 2) {
			middle[1] += 60;
		}
		return middle;
	}

	/**
	 * Where a line from the middle of a state towards a point leaves the state.
	 */
	private static double[] border(double[] middle, double[] towards) {
		double x = towards[0] - middle[0];
		double y = towards[1] - middle[1];
		double scale = Math.min((x != 0) ? HALF_WIDTH / Math.abs(x) : Double.MAX_VALUE,
				(y != 0) ? HALF_HEIGHT / Math.abs(y) : Double.MAX_VALUE);
		return new double[] { middle[0] + x * scale, middle[1] + y * scale };
	}

	/**
	 * A state.
	 *
	 * @param stage the state
	 * @param x its middle
	 * @param y its middle
	 * @param mark {@code present}, {@code visited} or {@code open}
	 */
	public record Node(Stage stage, int x, int y, String mark) {
	}

	/**
	 * A way between two states.
	 *
	 * @param path the curve
	 * @param isTaken whether the order went there
	 */
	public record Edge(String path, boolean isTaken) {
	}

	private record Way(Stage from, Stage to) implements Comparable<Way> {

		@Override
		public int compareTo(Way other) {
			return toString().compareTo(other.toString());
		}

	}

}
