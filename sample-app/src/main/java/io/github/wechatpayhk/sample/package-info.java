/**
 * A sample application that reverses orders, as a user of the starter would write it.
 */
@NullMarked
package io.github.wechatpayhk.sample;

import org.jspecify.annotations.NullMarked;
