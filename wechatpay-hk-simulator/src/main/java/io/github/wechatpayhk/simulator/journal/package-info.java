/**
 * What was received and what was answered.
 */
@NullMarked
package io.github.wechatpayhk.simulator.journal;

import org.jspecify.annotations.NullMarked;
