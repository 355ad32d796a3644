/**
 * Observations of calls and their attempts with Micrometer: spans, and the timers made of
 * them.
 */
@NullMarked
package io.github.wechatpayhk.observation;

import org.jspecify.annotations.NullMarked;
