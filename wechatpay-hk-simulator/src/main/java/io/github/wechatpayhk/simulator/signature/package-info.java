/**
 * Signatures and encryption as WeChat Pay's servers do them; written apart from the
 * client, so that one mistake cannot hide in both.
 */
@NullMarked
package io.github.wechatpayhk.simulator.signature;

import org.jspecify.annotations.NullMarked;
