/**
 * JMH benchmarks of single parts.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
