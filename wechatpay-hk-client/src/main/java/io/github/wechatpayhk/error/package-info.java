/**
 * What a failed call tells: one sealed family of exceptions, and the few facts they
 * carry.
 */
@NullMarked
package io.github.wechatpayhk.error;

import org.jspecify.annotations.NullMarked;
