/**
 * Many merchants, many reversals in flight, and a long time.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
