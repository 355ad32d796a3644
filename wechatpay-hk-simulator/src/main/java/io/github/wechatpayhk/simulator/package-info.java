/**
 * A simulator of WeChat Pay Hong Kong for tests and for learning.
 */
@NullMarked
package io.github.wechatpayhk.simulator;

import org.jspecify.annotations.NullMarked;
