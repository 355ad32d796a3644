/**
 * Clients for many merchants in one application.
 */
@NullMarked
package io.github.wechatpayhk.clients;

import org.jspecify.annotations.NullMarked;
