/**
 * The application whose start is measured. Knows nothing of this project, as it also
 * starts without it.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks.startup.application;

import org.jspecify.annotations.NullMarked;
