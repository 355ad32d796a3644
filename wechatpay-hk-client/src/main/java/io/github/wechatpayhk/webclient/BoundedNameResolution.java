package io.github.wechatpayhk.webclient;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ConnectTimeoutException;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpResources;

/**
 * Resolves host names within the connect timeout. A name server that is silent is
 * otherwise asked again and again, which takes far longer than a connection may take.
 */
final class BoundedNameResolution extends AddressResolverGroup<InetSocketAddress> {

	private final AddressResolverGroup<InetSocketAddress> group;

	private final Duration timeout;

	private BoundedNameResolution(AddressResolverGroup<InetSocketAddress> group, Duration timeout) {
		this.group = group;
		this.timeout = timeout;
	}

	/**
	 * Bound the time of a resolver.
	 * @param group the resolver, or {@code null} for the default one
	 * @param timeout the longest time for one name
	 * @return the resolver; the given one if it leaves names to a proxy
	 */
	@SuppressWarnings("unchecked")
	static AddressResolverGroup<?> of(@Nullable AddressResolverGroup<?> group, Duration timeout) {
		AddressResolverGroup<?> present = (group != null) ? group : HttpResources.get().getOrCreateDefaultResolver();
		return (present == NoopAddressResolverGroup.INSTANCE) ? present
				: new BoundedNameResolution((AddressResolverGroup<InetSocketAddress>) present, timeout);
	}

	@Override
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		AddressResolver<InetSocketAddress> resolver = this.group.getResolver(executor);
		return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {

			@Override
			protected boolean doIsResolved(InetSocketAddress address) {
				return resolver.isResolved(address);
			}

			@Override
			protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
				bound(executor, resolver.resolve(address), promise);
			}

			@Override
			protected void doResolveAll(InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
				bound(executor, resolver.resolveAll(address), promise);
			}

		};
	}

	private <T> void bound(EventExecutor executor, Future<T> resolution, Promise<T> promise) {
		Future<?> timer = executor.schedule(() -> promise.tryFailure(new NameResolutionTimeoutException()),
				this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		resolution.addListener((FutureListener<T>) (resolved) -> {
			timer.cancel(false);
			if (resolved.isSuccess()) {
				promise.trySuccess(resolved.getNow());
			}
			else {
				promise.tryFailure(resolved.cause());
			}
		});
	}

	/**
	 * No name server responded in time.
	 */
	static final class NameResolutionTimeoutException extends ConnectTimeoutException {

		private static final long serialVersionUID = 1L;

		NameResolutionTimeoutException() {
			super("The name resolution timed out");
		}

	}

}
