/**
 * Reversals that are promised: what is still to be done, and what needs a person.
 */
@NullMarked
package io.github.wechatpayhk.sample.queue;

import org.jspecify.annotations.NullMarked;
