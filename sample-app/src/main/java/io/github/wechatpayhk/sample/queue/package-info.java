/**
 * Reversals that are scheduled: what is still to be done, and what requires manual
 * action.
 */
@NullMarked
package io.github.wechatpayhk.sample.queue;

import org.jspecify.annotations.NullMarked;
