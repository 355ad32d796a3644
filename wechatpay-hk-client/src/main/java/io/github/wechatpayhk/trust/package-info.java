/**
 * Which keys of WeChat Pay are believed.
 */
@NullMarked
package io.github.wechatpayhk.trust;

import org.jspecify.annotations.NullMarked;
