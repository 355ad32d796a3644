/**
 * What a shop's developer meets first: reversing orders, and the client that it takes, of
 * one merchant or of many. The other operations stand above it in packages of their own,
 * and what it is made of below.
 */
@NullMarked
package io.github.wechatpayhk;

import org.jspecify.annotations.NullMarked;
