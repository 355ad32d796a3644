/**
 * What stands around one attempt: a deadline for the whole call, retries, the rate
 * limits, and other hosts to fall back on.
 */
@NullMarked
package io.github.wechatpayhk.resilience;

import org.jspecify.annotations.NullMarked;
