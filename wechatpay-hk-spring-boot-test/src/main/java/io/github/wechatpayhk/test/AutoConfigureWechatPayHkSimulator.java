package io.github.wechatpayhk.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;

import org.springframework.context.annotation.Import;

/**
 * Annotation for a Spring Boot test class that puts a simulator in the place of WeChat
 * Pay Hong Kong:
 *
 * <pre class="code">
 * &#064;SpringBootTest
 * &#064;AutoConfigureWechatPayHkSimulator
 * class TillTests {
 *
 *     &#064;Test
 *     void reverses(&#064;Autowired Till till, &#064;Autowired WechatPayHkSimulator simulator) {
 *         till.reverse(WechatPayHkSimulator.PAID_ORDER);
 *         assertThat(simulator.orders().state(WechatPayHkSimulator.PAID_ORDER)).isEqualTo(TradeState.REVOKED);
 *     }
 *
 * }
 * </pre>
 * <p>
 * Each application context has a simulator of its own, on a free port of the loopback
 * interface and with fresh keys. It is cached and closed together with the context, and
 * is a bean of type {@link WechatPayHkSimulator}. It is reset before each test method:
 * orders, faults and recorded requests of one test are gone in the next, and what
 * {@code @BeforeEach} methods set up stays. The position of its clock and its
 * certificates stay as they are.
 * <p>
 * The application learns of it by a primary bean of type
 * {@link WechatPayHkConnectionDetails}, which goes before what {@code wechatpay.hk}
 * properties say of address, merchant and keys, and before such a bean of the
 * application. All other properties keep their meaning, {@code wechatpay.hk.generation}
 * included. Merchants below {@code wechatpay.hk.merchants} are not simulated.
 * <p>
 * Notifications are delivered to the server of the application, at the path of their URL,
 * where the test runs one ({@code webEnvironment = RANDOM_PORT}).
 * <p>
 * Beans of type {@link WechatPayHkSimulatorCustomizer} change the simulator's settings. A
 * test that moves the simulator's clock by more than five minutes also has to give that
 * clock to the client of the application, as a bean named {@code wechatPayHkClock} of
 * type {@link java.time.InstantSource}.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Import(SimulatorConfiguration.class)
public @interface AutoConfigureWechatPayHkSimulator {

}
