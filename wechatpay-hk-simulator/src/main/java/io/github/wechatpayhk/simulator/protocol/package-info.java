/**
 * The words of the API: operations, paths, ids, fields, responses and refusals.
 */
@NullMarked
package io.github.wechatpayhk.simulator.protocol;

import org.jspecify.annotations.NullMarked;
