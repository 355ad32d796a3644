/**
 * HTTP messages as bytes, independent of any server.
 */
@NullMarked
package io.github.wechatpayhk.simulator.http;

import org.jspecify.annotations.NullMarked;
