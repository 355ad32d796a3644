/**
 * Statements compared with what is stored. For this library alone: it may change with
 * each version.
 */
@NullMarked
package io.github.wechatpayhk.durable.reconciliation;

import org.jspecify.annotations.NullMarked;
