/**
 * Observations of calls, where the application observes anything.
 */
@NullMarked
package io.github.wechatpayhk.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
