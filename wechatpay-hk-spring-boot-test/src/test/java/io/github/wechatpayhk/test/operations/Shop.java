package io.github.wechatpayhk.test.operations;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * An application with Actuator that says nothing about WeChat Pay Hong Kong.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Shop {

}
