/**
 * The code of {@code docs/direct-and-institution.md}, and what that guide says goes
 * wrong.
 */
@NullMarked
package io.github.wechatpayhk.documentation.identity;

import org.jspecify.annotations.NullMarked;
