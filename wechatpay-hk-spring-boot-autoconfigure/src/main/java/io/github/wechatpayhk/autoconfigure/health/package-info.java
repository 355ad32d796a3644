/**
 * Health and info, where the application has Actuator.
 */
@NullMarked
package io.github.wechatpayhk.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
