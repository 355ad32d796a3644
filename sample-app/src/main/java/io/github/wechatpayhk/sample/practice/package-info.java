/**
 * What stands in the place of WeChat Pay unless the profile live is on: nothing outside
 * of this package knows of it.
 */
@NullMarked
package io.github.wechatpayhk.sample.practice;

import org.jspecify.annotations.NullMarked;
