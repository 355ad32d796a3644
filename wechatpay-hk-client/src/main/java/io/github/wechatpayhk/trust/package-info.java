/**
 * Which keys of WeChat Pay are trusted: those that are known, and certificates that have
 * to be downloaded. By what means is said from outside.
 */
@NullMarked
package io.github.wechatpayhk.trust;

import org.jspecify.annotations.NullMarked;
