/**
 * The words of the API: operations, paths, ids, fields, answers and refusals.
 */
@NullMarked
package io.github.wechatpayhk.simulator.protocol;

import org.jspecify.annotations.NullMarked;
