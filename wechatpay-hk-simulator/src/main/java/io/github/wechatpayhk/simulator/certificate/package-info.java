/**
 * Keys and certificates: made, read and written with nothing but the JDK.
 */
@NullMarked
package io.github.wechatpayhk.simulator.certificate;

import org.jspecify.annotations.NullMarked;
