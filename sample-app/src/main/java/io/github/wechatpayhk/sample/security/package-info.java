/**
 * What keeps other sites' pages out of this application.
 */
@NullMarked
package io.github.wechatpayhk.sample.security;

import org.jspecify.annotations.NullMarked;
