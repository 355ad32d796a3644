/**
 * The server that all clients are measured on, in a process of its own.
 */
@NullMarked
package io.github.wechatpayhk.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
