package io.github.wechatpayhk.documentation.calling;

import java.net.URI;
import java.nio.file.*;
import java.security.PrivateKey;
import java.security.PublicKey;

import io.github.wechatpayhk.*;
import io.github.wechatpayhk.key.*;
import io.github.wechatpayhk.merchant.*;
import io.github.wechatpayhk.order.*;
import io.github.wechatpayhk.signature.*;
import io.github.wechatpayhk.trust.PlatformKeys;

public class Reverse {

	public static void main(String[] args) throws Exception {
		PrivateKey ours = PrivateKeyReader.read(Files.readString(Path.of("apiclient_key.pem")));
		PublicKey theirs = PublicKeyReader.read(Files.readString(Path.of("wechatpay_public.pem")));
		WechatPayHkClient client = WechatPayHkClient.create(MerchantIds.direct("1900000109"),
				new MerchantCredential(SerialNumber.of("444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4"), Signer.rsa(ours)),
				PlatformKeys.publicKey(SerialNumber.of("PUB_KEY_ID_0119000001092024112000219600000001"), theirs));
		ReverseOrderRequest request = ReverseOrderRequest.outTradeNo(args[0]).withBaseUrl(URI.create(args[1]));
		ReverseOrderService.create(client).reverse(request).block();
		System.out.println("Reversed " + args[0]);
	}

}
