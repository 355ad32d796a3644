/**
 * The transport for other programs: JSON, with problem details.
 */
@NullMarked
package io.github.wechatpayhk.sample.api;

import org.jspecify.annotations.NullMarked;
