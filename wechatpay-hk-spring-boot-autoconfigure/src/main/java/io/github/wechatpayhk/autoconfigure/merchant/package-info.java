/**
 * Whom to call and as whom, as the properties or a bean of the application say it.
 */
@NullMarked
package io.github.wechatpayhk.autoconfigure.merchant;

import org.jspecify.annotations.NullMarked;
