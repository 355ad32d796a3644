/**
 * The cryptographic vocabulary of the protocol, free of Spring: what is signed, by whom,
 * and how a response is verified.
 */
@NullMarked
package io.github.wechatpayhk.signature;

import org.jspecify.annotations.NullMarked;
