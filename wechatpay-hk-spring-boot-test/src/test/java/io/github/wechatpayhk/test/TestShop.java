package io.github.wechatpayhk.test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * An application that says nothing about WeChat Pay Hong Kong.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class TestShop {

}
