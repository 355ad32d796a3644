/**
 * The statement of a day.
 */
@NullMarked
package io.github.wechatpayhk.simulator.statement;

import org.jspecify.annotations.NullMarked;
