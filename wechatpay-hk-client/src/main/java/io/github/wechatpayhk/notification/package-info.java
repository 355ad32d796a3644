/**
 * Notifications of payments and refunds: read, verified and handed to the application.
 */
@NullMarked
package io.github.wechatpayhk.notification;

import org.jspecify.annotations.NullMarked;
