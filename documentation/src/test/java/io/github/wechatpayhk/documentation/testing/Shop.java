package io.github.wechatpayhk.documentation.testing;

import io.github.wechatpayhk.autoconfigure.durable.WechatPayHkDurableReversalAutoConfiguration;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * The application of these tests. It says nothing about WeChat Pay.
 */
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = WechatPayHkDurableReversalAutoConfiguration.class)
@Import(Till.class)
class Shop {

}
