/**
 * Keeps a number of reversals in flight and takes readings.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks.load;

import org.jspecify.annotations.NullMarked;
