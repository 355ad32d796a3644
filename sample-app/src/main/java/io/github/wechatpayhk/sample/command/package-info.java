/**
 * The command line: single calls for operators and scripts, and a doctor.
 */
@NullMarked
package io.github.wechatpayhk.sample.command;

import org.jspecify.annotations.NullMarked;
