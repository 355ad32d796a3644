/**
 * Signed exchanges over any {@code WebClient}: the filter that signs and verifies, and
 * the connector made for it.
 */
@NullMarked
package io.github.wechatpayhk.webclient;

import org.jspecify.annotations.NullMarked;
