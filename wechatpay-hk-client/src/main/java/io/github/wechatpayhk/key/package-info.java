/**
 * Reads keys and certificates in the forms in which merchants get them, with the means of
 * the JDK alone, and says what was found where another thing belongs.
 */
@NullMarked
package io.github.wechatpayhk.key;

import org.jspecify.annotations.NullMarked;
