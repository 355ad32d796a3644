/**
 * The endpoint that receives notifications, in servlet containers and on WebFlux.
 */
@NullMarked
package io.github.wechatpayhk.autoconfigure.notification;

import org.jspecify.annotations.NullMarked;
