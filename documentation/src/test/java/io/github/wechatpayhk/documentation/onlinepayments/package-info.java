/**
 * What the guide to online payments shows.
 */
@NullMarked
package io.github.wechatpayhk.documentation.onlinepayments;

import org.jspecify.annotations.NullMarked;
