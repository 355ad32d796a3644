/**
 * How durable reversals fare while what they keep grows.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
