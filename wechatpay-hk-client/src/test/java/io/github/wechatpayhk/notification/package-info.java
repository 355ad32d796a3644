/**
 * Tests of notifications.
 */
@NullMarked
package io.github.wechatpayhk.notification;

import org.jspecify.annotations.NullMarked;
