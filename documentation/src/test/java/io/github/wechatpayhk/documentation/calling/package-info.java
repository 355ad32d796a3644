/**
 * The program without Spring Boot of {@code docs/calling.md}.
 */
@NullMarked
package io.github.wechatpayhk.documentation.calling;

import org.jspecify.annotations.NullMarked;
