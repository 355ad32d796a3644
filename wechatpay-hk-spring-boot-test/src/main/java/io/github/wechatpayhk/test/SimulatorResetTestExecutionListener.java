package io.github.wechatpayhk.test;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Resets the simulator of {@link AutoConfigureWechatPayHkSimulator} before each test
 * method, and leaves those alone that the application started itself.
 */
final class SimulatorResetTestExecutionListener extends AbstractTestExecutionListener {

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 100;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (!TestContextAnnotationUtils.hasAnnotation(testContext.getTestClass(),
				AutoConfigureWechatPayHkSimulator.class)) {
			return;
		}
		ApplicationContext context = testContext.getApplicationContext();
		if (context.containsBean(SimulatorConfiguration.SIMULATOR)) {
			context.getBean(SimulatorConfiguration.SIMULATOR, WechatPayHkSimulator.class).reset();
		}
	}

}
