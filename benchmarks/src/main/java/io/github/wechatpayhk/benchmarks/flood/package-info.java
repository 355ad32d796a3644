/**
 * Measures an application whose endpoint of notifications is flooded.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks.flood;

import org.jspecify.annotations.NullMarked;
