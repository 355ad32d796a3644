/**
 * What the starter adds to the start of an application.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
