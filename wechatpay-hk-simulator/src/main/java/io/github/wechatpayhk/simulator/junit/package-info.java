/**
 * The simulator in JUnit tests.
 */
@NullMarked
package io.github.wechatpayhk.simulator.junit;

import org.jspecify.annotations.NullMarked;
