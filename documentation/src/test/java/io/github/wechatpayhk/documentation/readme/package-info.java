/**
 * The code of the README that stands in no guide.
 */
@NullMarked
package io.github.wechatpayhk.documentation.readme;

import org.jspecify.annotations.NullMarked;
