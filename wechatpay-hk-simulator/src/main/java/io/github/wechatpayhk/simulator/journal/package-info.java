/**
 * What was received and what was received.
 */
@NullMarked
package io.github.wechatpayhk.simulator.journal;

import org.jspecify.annotations.NullMarked;
