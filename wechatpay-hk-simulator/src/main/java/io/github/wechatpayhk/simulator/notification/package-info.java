/**
 * Notifications to the merchant.
 */
@NullMarked
package io.github.wechatpayhk.simulator.notification;

import org.jspecify.annotations.NullMarked;
