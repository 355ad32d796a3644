package io.github.wechatpayhk.benchmarks.startup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How long the beans of the starter took, each without those that it asked for.
 *
 * @param keys milliseconds to read and parse the keys
 * @param checks milliseconds to check what is configured
 * @param wiring milliseconds of all other beans
 * @param wiringCpu milliseconds of processor time of these
 * @param beans the single beans in milliseconds, for diagnosis
 */
record BeanTimes(double keys, double checks, double wiring, double wiringCpu, Map<String, Double> beans) {

	private static final String STEP = "STEP ";

	private static final Set<String> KEY_BEANS = Set.of("wechatPayHkMerchantCredential", "wechatPayHkPlatformTrust");

	private static final Set<String> CHECKING_BEANS = Set.of("wechatPayHkConnectionDetails");

	static BeanTimes of(List<String> lines) {
		Map<String, Double> beans = new LinkedHashMap<>();
		double keys = 0;
		double checks = 0;
		double wiring = 0;
		double wiringCpu = 0;
		for (String line : lines) {
			if (line.startsWith(STEP) && line.toLowerCase(Locale.ROOT).contains("wechatpay")) {
				String[] values = line.substring(STEP.length()).split(" ", -1);
				double millis = Long.parseLong(values[1]) / 1e6;
				beans.merge(values[0], millis, Double::sum);
				keys += KEY_BEANS.contains(values[0]) ? millis : 0;
				checks += CHECKING_BEANS.contains(values[0]) ? millis : 0;
				if (!KEY_BEANS.contains(values[0]) && !CHECKING_BEANS.contains(values[0])) {
					wiring += millis;
					wiringCpu += Long.parseLong(values[2]) / 1e6;
				}
			}
		}
		if (!beans.keySet().containsAll(KEY_BEANS) || !beans.keySet().containsAll(CHECKING_BEANS)) {
			throw new IllegalStateException("The beans that read keys were not seen: " + beans.keySet());
		}
		return new BeanTimes(keys, checks, wiring, wiringCpu, beans);
	}

}
