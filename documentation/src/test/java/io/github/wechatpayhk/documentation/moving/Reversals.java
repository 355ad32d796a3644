package io.github.wechatpayhk.documentation.moving;

interface Reversals {

	void reverse(String outTradeNo);

}
