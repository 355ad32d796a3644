/**
 * What went over the wire, kept for operators to read, without secrets.
 */
@NullMarked
package io.github.wechatpayhk.sample.wire;

import org.jspecify.annotations.NullMarked;
