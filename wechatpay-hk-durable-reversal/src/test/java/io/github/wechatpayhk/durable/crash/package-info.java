/**
 * Processes that are killed while they keep promises.
 */
@NullMarked
package io.github.wechatpayhk.durable.crash;

import org.jspecify.annotations.NullMarked;
