/**
 * What the guide on notifications shows.
 */
@NullMarked
package io.github.wechatpayhk.documentation.notifications;

import org.jspecify.annotations.NullMarked;
