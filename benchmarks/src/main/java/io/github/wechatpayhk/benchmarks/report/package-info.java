/**
 * Turns readings into medians, ratios, tables and charts.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks.report;

import org.jspecify.annotations.NullMarked;
