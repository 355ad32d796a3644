/**
 * The books of a day: the statement of WeChat Pay beside what is stored here.
 */
@NullMarked
package io.github.wechatpayhk.sample.books;

import org.jspecify.annotations.NullMarked;
