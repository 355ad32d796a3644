/**
 * Statements of any size, and their reconciliation.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks.books;

import org.jspecify.annotations.NullMarked;
