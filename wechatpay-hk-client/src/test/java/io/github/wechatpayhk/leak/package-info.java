/**
 * Fails the build when Netty finds a buffer that nobody released.
 */
@NullMarked
package io.github.wechatpayhk.leak;

import org.jspecify.annotations.NullMarked;
