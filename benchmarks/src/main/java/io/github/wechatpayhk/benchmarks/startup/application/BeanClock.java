package io.github.wechatpayhk.benchmarks.startup.application;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

/**
 * Times the beans that the main thread makes, each without the beans that it asks for: on
 * the clock, and by the processor time of the thread, which other programs disturb less.
 */
final class BeanClock implements ApplicationStartup {

	private static final String INSTANTIATE = "spring.beans.instantiate";

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final Thread mainThread = Thread.currentThread();

	private final Deque<Bean> open = new ArrayDeque<>();

	private final List<Bean> done = new ArrayList<>();

	private long number;

	@Override
	public StartupStep start(String name) {
		if (!name.equals(INSTANTIATE) || Thread.currentThread() != this.mainThread) {
			return ApplicationStartup.DEFAULT.start(name);
		}
		this.number++;
		Bean bean = new Bean(this.number, this.open.peek());
		this.open.push(bean);
		return bean;
	}

	void print() {
		this.done.forEach((bean) -> System.out.println("STEP " + bean.beanName + ' ' + bean.nanos + ' ' + bean.cpu));
	}

	private final class Bean implements StartupStep {

		private final long id;

		private final @Nullable Bean parent;

		private final long startNanos = System.nanoTime();

		private final long startCpu = BeanClock.this.threads.getCurrentThreadCpuTime();

		private String beanName = "";

		private long nanos;

		private long cpu;

		Bean(long id, @Nullable Bean parent) {
			this.id = id;
			this.parent = parent;
		}

		@Override
		public String getName() {
			return INSTANTIATE;
		}

		@Override
		public long getId() {
			return this.id;
		}

		@Override
		public @Nullable Long getParentId() {
			return (this.parent != null) ? this.parent.id : null;
		}

		@Override
		public StartupStep tag(String key, String value) {
			if (key.equals("beanName")) {
				this.beanName = value;
			}
			return this;
		}

		@Override
		public StartupStep tag(String key, Supplier<String> value) {
			return this;
		}

		@Override
		public Tags getTags() {
			return Collections::emptyIterator;
		}

		@Override
		public void end() {
			long allNanos = System.nanoTime() - this.startNanos;
			long allCpu = BeanClock.this.threads.getCurrentThreadCpuTime() - this.startCpu;
			this.nanos += allNanos;
			this.cpu += allCpu;
			if (this.parent != null) {
				this.parent.nanos -= allNanos;
				this.parent.cpu -= allCpu;
			}
			BeanClock.this.open.remove(this);
			BeanClock.this.done.add(this);
		}

	}

}
