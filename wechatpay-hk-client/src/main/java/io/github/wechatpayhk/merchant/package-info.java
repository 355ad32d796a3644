/**
 * Who we are towards WeChat Pay: the merchant's numbers, its application ids and its
 * credential.
 */
@NullMarked
package io.github.wechatpayhk.merchant;

import org.jspecify.annotations.NullMarked;
