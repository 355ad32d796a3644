/**
 * What keeps the documentation true. Each guide with Java code has a package below this
 * one, in which that code is compiled.
 */
@NullMarked
package io.github.wechatpayhk.documentation;

import org.jspecify.annotations.NullMarked;
