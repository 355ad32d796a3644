/**
 * Fuzz targets: what comes from outside, in any shape.
 */
@NullMarked
package io.github.wechatpayhk.fuzz;

import org.jspecify.annotations.NullMarked;
