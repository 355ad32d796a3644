package io.github.wechatpayhk.documentation.moving;

import com.wechat.pay.java.core.exception.HttpException;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.http.HttpMethod;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;

final class OfficialSdkReversals implements Reversals {

	private final HttpClient httpClient;

	private final String baseUrl;

	OfficialSdkReversals(HttpClient httpClient, String baseUrl) {
		this.httpClient = httpClient;
		this.baseUrl = baseUrl;
	}

	@Override
	public void reverse(String outTradeNo) {
		HttpRequest request = new HttpRequest.Builder().httpMethod(HttpMethod.POST)
			.url(this.baseUrl + "v3/transactions/out-trade-no/" + outTradeNo + "/reverse")
			.addHeader("Accept", "application/json")
			.addHeader("Content-Type", "application/json")
			.body(new JsonRequestBody.Builder().body("{\"mchid\":\"1900000109\"}").build())
			.build();
		this.httpClient.execute(request, null);
	}

	String tell(String outTradeNo) {
		try {
			reverse(outTradeNo);
			return "reversed";
		}
		catch (ServiceException ex) {
			return (ex.getHttpStatusCode() < 500) ? "refused, " + ex.getErrorCode() : "not known";
		}
		catch (HttpException | ValidationException ex) {
			return "not known";
		}
	}

}
