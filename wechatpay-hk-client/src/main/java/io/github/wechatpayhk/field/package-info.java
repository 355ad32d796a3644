/**
 * The texts of requests: how long each may be, and out of which characters. For whatever
 * is checked alike before it is sent, whichever operation it belongs to.
 */
@NullMarked
package io.github.wechatpayhk.field;

import org.jspecify.annotations.NullMarked;
