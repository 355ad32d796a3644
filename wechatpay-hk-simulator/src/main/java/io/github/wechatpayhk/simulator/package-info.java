/**
 * A stand-in for the WeChat Pay gateway that runs on a loopback port, verifies the
 * signatures it receives and signs the answers it gives.
 */
@NullMarked
package io.github.wechatpayhk.simulator;

import org.jspecify.annotations.NullMarked;
