/**
 * Measures the client against its peers and against what the arithmetic allows.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks;

import org.jspecify.annotations.NullMarked;
