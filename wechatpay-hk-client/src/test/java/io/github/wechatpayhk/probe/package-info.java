/**
 * A gateway on a raw socket that responds byte for byte what a test says.
 */
@NullMarked
package io.github.wechatpayhk.probe;

import org.jspecify.annotations.NullMarked;
