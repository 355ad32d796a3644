/**
 * Sub-merchants of an institution: added, modified and queried.
 */
@NullMarked
package io.github.wechatpayhk.submerchant;

import org.jspecify.annotations.NullMarked;
