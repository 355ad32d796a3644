/**
 * Runs the move of {@code docs/public-key-mode.md}, and what that guide says goes wrong.
 */
@NullMarked
package io.github.wechatpayhk.documentation.publickey;

import org.jspecify.annotations.NullMarked;
