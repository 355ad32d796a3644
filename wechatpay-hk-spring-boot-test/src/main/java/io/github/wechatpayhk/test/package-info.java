/**
 * Spring Boot tests against a simulator of WeChat Pay Hong Kong.
 */
@NullMarked
package io.github.wechatpayhk.test;

import org.jspecify.annotations.NullMarked;
