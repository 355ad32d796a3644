/**
 * Settlements: what WeChat Pay has paid out to the merchant, and what it has not yet.
 */
@NullMarked
package io.github.wechatpayhk.settlement;

import org.jspecify.annotations.NullMarked;
