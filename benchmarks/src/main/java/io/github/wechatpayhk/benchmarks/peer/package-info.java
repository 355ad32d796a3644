/**
 * The clients that are measured, each set up to do the same work.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
