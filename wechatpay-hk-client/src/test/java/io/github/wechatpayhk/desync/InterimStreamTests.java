package io.github.wechatpayhk.desync;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireResponse;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.Test;
import reactor.netty.http.HttpProtocol;
import reactor.test.StepVerifier;

/**
 * Interim responses on a stream of HTTP/2.
 */
class InterimStreamTests {

	/**
	 * Signed beforehand, as an event loop must not wait for random numbers.
	 */
	private final Queue<Http2Headers> successes = new ArrayDeque<>(List.of(success(), success()));

	@Test
	void interimResponseEndsNothing() {
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
		Channel server = new ServerBootstrap().group(group)
			.channel(NioServerSocketChannel.class)
			.childHandler(new Connection())
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.syncUninterruptibly()
			.channel();
		int port = ((InetSocketAddress) server.localAddress()).getPort();
		try (WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults(),
				(client) -> client.protocol(HttpProtocol.H2C))) {
			ReverseOrderService service = ReverseOrderService.create(WechatPayHkClient
				.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
				.baseUrl(URI.create("http://127.0.0.1:" + port + "/hk/"))
				.connector(connector)
				.build());

			StepVerifier.create(service.reverse("1").then(service.reverse("2"))).verifyComplete();
		}
		finally {
			group.shutdownGracefully();
		}
	}

	private static Http2Headers success() {
		Http2Headers headers = new DefaultHttp2Headers().status("204");
		new String(WireResponse.signed(204, "").bytes(), StandardCharsets.ISO_8859_1).lines()
			.skip(1)
			.filter((line) -> !line.isEmpty())
			.forEach((line) -> headers.add(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
					line.substring(line.indexOf(':') + 2)));
		return headers;
	}

	private final class Connection extends ChannelInitializer<Channel> {

		@Override
		protected void initChannel(Channel channel) {
			channel.pipeline()
				.addLast(Http2FrameCodecBuilder.forServer().build(),
						new Http2MultiplexHandler(new ChannelInitializer<>() {

							@Override
							protected void initChannel(Channel stream) {
								stream.pipeline().addLast(new Stream());
							}

						}));
		}

	}

	/**
	 * Sends two interim responses and the final one when a request is complete.
	 */
	private final class Stream extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			boolean isEnd = (message instanceof Http2HeadersFrame headers && headers.isEndStream())
					|| (message instanceof Http2DataFrame data && data.isEndStream());
			ReferenceCountUtil.release(message);
			if (isEnd) {
				context.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("102")));
				context.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("103")));
				context.writeAndFlush(new DefaultHttp2HeadersFrame(InterimStreamTests.this.successes.remove(), true));
			}
		}

	}

}
