/**
 * Meters beside the observations, where the application has a meter registry.
 */
@NullMarked
package io.github.wechatpayhk.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
