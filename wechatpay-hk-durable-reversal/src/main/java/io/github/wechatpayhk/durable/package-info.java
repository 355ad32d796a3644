/**
 * Reversals that survive a crash: scheduled in a database, and kept by db-scheduler.
 */
@NullMarked
package io.github.wechatpayhk.durable;

import org.jspecify.annotations.NullMarked;
