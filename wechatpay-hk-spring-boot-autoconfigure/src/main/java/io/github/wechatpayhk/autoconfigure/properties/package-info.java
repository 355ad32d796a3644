/**
 * The properties of the starter: one tree, how it is bound, and what is reported when it
 * is wrong.
 */
@NullMarked
package io.github.wechatpayhk.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
