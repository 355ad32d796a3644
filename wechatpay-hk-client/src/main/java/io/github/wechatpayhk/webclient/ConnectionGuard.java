package io.github.wechatpayhk.webclient;

import io.github.wechatpayhk.signature.SignatureListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;

/**
 * Keeps the exchanges of one connection apart, as a response does not name the request
 * that it belongs to: on a connection that is out of step, the response to one order
 * would end the call for another one.
 * <p>
 * An interim response never ends an exchange. A connection is used again only after one
 * complete final response that was verified; in every other case it is closed. Bytes that
 * arrive while no response is awaited close it.
 * <p>
 * Runs on the event loop of the connection only.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

	private static final String NAME = "wechatpay-hk.guard";

	private final Channel channel;

	private final SignatureListener listener;

	private boolean isAwaiting;

	private boolean isInterim;

	private boolean isReusable;

	private boolean isOutOfStep;

	private @Nullable Object end;

	private ConnectionGuard(Channel channel, SignatureListener listener) {
		this.channel = channel;
		this.listener = listener;
	}

	/**
	 * Find the guard of the connection that a request is about to be written to, and add
	 * it to a new connection.
	 * @param channel the connection
	 * @param listener receives unexpected responses
	 * @return the guard
	 */
	static ConnectionGuard of(Channel channel, SignatureListener listener) {
		ConnectionGuard present = channel.pipeline().get(ConnectionGuard.class);
		return (present != null) ? present : add(channel.pipeline(), new ConnectionGuard(channel, listener));
	}

	private static ConnectionGuard add(ChannelPipeline pipeline, ConnectionGuard guard) {
		if (pipeline.get(NettyPipeline.HttpCodec) != null) {
			pipeline.addBefore(NettyPipeline.HttpCodec, NAME + ".bytes", guard.new IncomingBytes());
			pipeline.addAfter(NettyPipeline.HttpCodec, NAME, guard);
		}
		else if (pipeline.get(NettyPipeline.H2ToHttp11Codec) != null) {
			// a stream of HTTP/2, which is used only once
			pipeline.addAfter(NettyPipeline.H2ToHttp11Codec, NAME, guard);
		}
		return guard;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (message instanceof HttpRequest) {
			this.isAwaiting = true;
		}
		super.write(context, message, promise);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse response && isInterim(response)) {
			this.isInterim = true;
		}
		if (this.isInterim) {
			ReferenceCountUtil.release(message);
			this.isInterim = !(message instanceof LastHttpContent);
			// reading is on demand, and the demand is not met
			context.read();
		}
		else if (!this.isAwaiting || this.end != null) {
			ReferenceCountUtil.release(message);
			unexpected(context);
		}
		else {
			read(context, message);
		}
	}

	private void read(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse response) {
			this.isReusable = isReusable(response);
			// until it is verified
			Connection.from(this.channel).markPersistent(false);
		}
		if (message instanceof LastHttpContent) {
			// with its end the connection is free, and there may be more in the same read
			this.end = message;
		}
		else {
			context.fireChannelRead(message);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		complete(context);
		context.fireChannelReadComplete();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		complete(context);
		context.fireChannelInactive();
	}

	private void complete(ChannelHandlerContext context) {
		Object message = this.end;
		if (message != null) {
			this.end = null;
			this.isAwaiting = false;
			context.fireChannelRead(message);
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		ReferenceCountUtil.release(this.end);
		this.end = null;
	}

	private void unexpected(ChannelHandlerContext context) {
		if (!this.isOutOfStep) {
			this.isOutOfStep = true;
			this.listener.unexpectedResponse();
		}
		this.isReusable = false;
		if (this.end == null) {
			ChannelFuture unused = context.close();
		}
	}

	/**
	 * Let the next exchange have the connection, as the one response of this exchange was
	 * verified. A verification that ends on another thread comes too late: the connection
	 * is closed already.
	 */
	void verified() {
		if (this.channel.eventLoop().inEventLoop() && this.isReusable) {
			Connection.from(this.channel).markPersistent(true);
		}
	}

	/**
	 * No request asks to wait for a 100, and none asks for the upgrade that a 101 is the
	 * response to.
	 */
	private static boolean isInterim(HttpResponse response) {
		return response.status().codeClass() == HttpStatusClass.INFORMATIONAL
				&& !HttpResponseStatus.SWITCHING_PROTOCOLS.equals(response.status());
	}

	/**
	 * A body that must not be there would be read as the next response. The codec drops
	 * the Transfer-Encoding of such a response, but chunks are no response, and close the
	 * connection when they arrive.
	 */
	private static boolean isReusable(HttpResponse response) {
		boolean isWithoutBody = HttpResponseStatus.NO_CONTENT.equals(response.status())
				|| HttpResponseStatus.NOT_MODIFIED.equals(response.status());
		boolean announcesBody = !response.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0");
		return HttpUtil.isKeepAlive(response) && !(isWithoutBody && announcesBody);
	}

	/**
	 * Looks at the bytes before they are decoded, as the codec keeps an incomplete
	 * response for itself: the first half of one that nobody awaits must not be completed
	 * by the response to the next request. The last byte is decoded apart, and a response
	 * that has ended before it has bytes behind it.
	 */
	private final class IncomingBytes extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (!(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
				context.fireChannelRead(message);
				return;
			}
			if (isResponseDue() && bytes.readableBytes() > 1) {
				context.fireChannelRead(bytes.readRetainedSlice(bytes.readableBytes() - 1));
			}
			if (isResponseDue()) {
				context.fireChannelRead(bytes);
			}
			else {
				bytes.release();
				unexpected(context);
			}
		}

		private boolean isResponseDue() {
			return ConnectionGuard.this.isAwaiting && ConnectionGuard.this.end == null;
		}

	}

}
