/**
 * The application whose start is measured. Also starts without the jars of this project.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks.startup.application;

import org.jspecify.annotations.NullMarked;
