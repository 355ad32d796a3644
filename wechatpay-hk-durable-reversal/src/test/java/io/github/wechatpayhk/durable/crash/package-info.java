/**
 * Processes that are killed while they execute scheduled reversals.
 */
@NullMarked
package io.github.wechatpayhk.durable.crash;

import org.jspecify.annotations.NullMarked;
