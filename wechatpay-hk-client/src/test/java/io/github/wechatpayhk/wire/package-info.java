/**
 * A gateway on bare sockets, for tests that ask what exactly was on the wire.
 */
@NullMarked
package io.github.wechatpayhk.wire;

import org.jspecify.annotations.NullMarked;
