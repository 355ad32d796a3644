/**
 * Responses that are out of step with the requests of their connection.
 */
@NullMarked
package io.github.wechatpayhk.desync;

import org.jspecify.annotations.NullMarked;
