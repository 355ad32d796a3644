/**
 * The code of the guides that lead here from other clients, {@code docs/moving-from-*},
 * and what they say of both sides.
 */
@NullMarked
package io.github.wechatpayhk.documentation.moving;

import org.jspecify.annotations.NullMarked;
