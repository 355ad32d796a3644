package io.github.wechatpayhk.benchmarks.startup.application;

import io.github.wechatpayhk.order.ReverseOrderService;

import org.springframework.context.ApplicationContext;

/**
 * Makes the first calls of an application that has the starter.
 */
final class TwoReversals {

	private TwoReversals() {
	}

	static void print(ApplicationContext context) {
		ReverseOrderService service = context.getBean(ReverseOrderService.class);
		System.out.println("CALLS " + millis(service) + ' ' + millis(service));
	}

	private static double millis(ReverseOrderService service) {
		long start = System.nanoTime();
		service.reverse("1217752501201407033233368018").block();
		return (System.nanoTime() - start) / 1e6;
	}

}
