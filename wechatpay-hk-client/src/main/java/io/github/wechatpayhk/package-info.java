/**
 * Reverses WeChat Pay Hong Kong orders: requests go out signed, and a call completes only
 * with an answer whose signature was verified.
 */
@NullMarked
package io.github.wechatpayhk;

import org.jspecify.annotations.NullMarked;
