package io.github.wechatpayhk.test.operations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import io.github.wechatpayhk.test.TestShop;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * A test of an application with Actuator and a simulator. It does not wait between the
 * attempts of a call.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = TestShop.class, properties = "wechatpay.hk.retry.backoff=1ms")
@AutoConfigureWechatPayHkSimulator
@interface OperatedShopTest {

}
