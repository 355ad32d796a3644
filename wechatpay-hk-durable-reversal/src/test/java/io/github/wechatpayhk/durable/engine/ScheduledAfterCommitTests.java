package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A reversal that is scheduled when the transaction of the caller has completed already
 * is stored with any transaction manager. The pool has auto-commit switched off: what is
 * not committed is rolled back when a connection returns.
 */
@ParameterizedClass
@MethodSource("io.github.wechatpayhk.durable.engine.TestDatabase#chosen")
class ScheduledAfterCommitTests {

	private static final ReverseOrderRequest ORDER = ReverseOrderRequest.outTradeNo(DurableWorld.ORDER);

	private final TestDatabase database;

	@TempDir
	private Path directory;

	private HikariDataSource dataSource;

	private DurableWorld world;

	ScheduledAfterCommitTests(TestDatabase database) {
		this.database = database;
	}

	@BeforeEach
	void createWorld() {
		HikariConfig config = new HikariConfig();
		config.setAutoCommit(false);
		config.setMaximumPoolSize(6);
		config.setConnectionTimeout(DurableWorld.LONG_ENOUGH.toMillis());
		this.dataSource = this.database.pool(this.directory, config);
		this.world = new DurableWorld(DurableStore.of(this.dataSource));
		TestDatabase.execute(this.dataSource.getDataSource(),
				"create table shop_order (outTradeNo varchar(32) primary key)");
	}

	@AfterEach
	void closeWorld() {
		this.world.close();
		this.dataSource.close();
	}

	private DurableReversals reversals() {
		return this.world.reversals();
	}

	private TransactionTemplate jdbc() {
		return new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
	}

	private static TransactionTemplate requiresNew(PlatformTransactionManager manager) {
		TransactionTemplate template = new TransactionTemplate(manager);
		template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		return template;
	}

	private static void onCompletion(Runnable afterCommit, Consumer<Integer> afterCompletion) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				afterCommit.run();
			}

			@Override
			public void afterCompletion(int status) {
				afterCompletion.accept(status);
			}

		});
	}

	private void assertStored(int number) {
		assertThat(JdbcClient.create(this.dataSource.getDataSource())
			.sql("select count(*) from wechatpay_hk_reversal")
			.query(Integer.class)
			.single()).isEqualTo(number);
		assertThat(JdbcClient.create(this.dataSource.getDataSource())
			.sql("select count(*) from wechatpay_hk_scheduled_task where task_name = 'reversal'")
			.query(Integer.class)
			.single()).isEqualTo(number);
	}

	@Test
	void isStoredAfterTheCommit() {
		jdbc().executeWithoutResult((status) -> onCompletion(() -> reversals().schedule(ORDER), (ignored) -> {
		}));

		assertStored(1);
	}

	@Test
	void isStoredAfterTheCompletionSeveralTimes() {
		jdbc().executeWithoutResult((status) -> onCompletion(() -> {
		}, (ignored) -> {
			reversals().schedule(ORDER);
			reversals().schedule(ReverseOrderRequest.outTradeNo("D2"));
		}));

		assertStored(2);
	}

	@Test
	void isStoredAfterARollback() {
		jdbc().executeWithoutResult((status) -> {
			onCompletion(() -> {
			}, (ignored) -> reversals().schedule(ORDER));
			status.setRollbackOnly();
		});

		assertStored(1);
	}

	@Test
	void isStoredAlsoWhereTheTransactionScheduledSomethingBefore() {
		jdbc().executeWithoutResult((status) -> {
			reversals().schedule(ORDER);
			onCompletion(() -> reversals().schedule(ReverseOrderRequest.outTradeNo("D2")),
					(ignored) -> reversals().schedule(ReverseOrderRequest.outTradeNo("D3")));
		});

		assertStored(3);
	}

	@Test
	void isStoredByACalleeThatJoinsTheCompletedTransaction() {
		TransactionTemplate joining = jdbc();

		jdbc().executeWithoutResult((status) -> onCompletion(
				() -> joining.executeWithoutResult((joined) -> reversals().schedule(ORDER)), (ignored) -> {
				}));

		assertStored(1);
	}

	@Test
	void isPartOfATransactionThatBeginsAfterTheCommit() {
		TransactionTemplate another = requiresNew(jdbc().getTransactionManager());
		Runnable rolledBack = () -> another.executeWithoutResult((status) -> {
			reversals().schedule(ORDER);
			reversals().schedule(ReverseOrderRequest.outTradeNo("D2"));
			status.setRollbackOnly();
		});

		jdbc().executeWithoutResult((status) -> onCompletion(rolledBack, (ignored) -> rolledBack.run()));

		assertStored(0);
	}

	@Test
	void isStoredAfterTheCommitOfATransactionOnAnotherDatabase() {
		try (DurableStore other = DurableStore.embedded(this.directory.resolve("other"))) {
			TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(other.dataSource()));

			transaction.executeWithoutResult((status) -> onCompletion(() -> reversals().schedule(ORDER), (ignored) -> {
			}));
		}

		assertStored(1);
	}

	@Test
	void isRefusedWhereADataSourceIsOnlyRead() {
		try (DurableStore other = DurableStore.embedded(this.directory.resolve("other"))) {
			TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(other.dataSource()));
			DurableReversals onPlainConnections = DurableReversalEngine
				.builder(DurableStore.of(this.dataSource.getDataSource()),
						DurableMerchants.of(DurableMerchant.of(this.world.client)))
				.build()
				.reversals();

			assertThatExceptionOfType(ReversalConflictException.class)
				.isThrownBy(() -> transaction.executeWithoutResult((status) -> {
					JdbcClient.create(this.dataSource.getDataSource())
						.sql("select count(*) from shop_order")
						.query(Integer.class)
						.single();
					onPlainConnections.schedule(ORDER);
				}))
				.withMessageContaining("another database")
				.withMessageContaining("wechatpay.hk.durable-reversal.store");
		}

		assertStored(0);
	}

	@Test
	void isRefusedInAReadOnlyTransaction() {
		TransactionTemplate readOnly = jdbc();
		readOnly.setReadOnly(true);

		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> readOnly.executeWithoutResult((status) -> reversals().schedule(ORDER)))
			.withMessageContaining("read-only");
		readOnly.executeWithoutResult((status) -> onCompletion(() -> reversals().schedule(ORDER), (ignored) -> {
		}));

		assertStored(1);
	}

	@Test
	void isStoredByATransactionalEventListener() {
		try (AnnotationConfigApplicationContext context = context()) {
			context.registerBean(Listener.class, () -> new Listener(reversals(), jdbc()));
			context.refresh();

			jdbc().executeWithoutResult((status) -> context.publishEvent(new Cancelled("D1")));
			jdbc().executeWithoutResult((status) -> context.publishEvent(new CancelledInANewTransaction("D2")));
			jdbc().executeWithoutResult((status) -> {
				context.publishEvent(new Failed("D3"));
				status.setRollbackOnly();
			});
		}

		assertThat(reversals().list(null, 0, 10)).extracting((reversal) -> reversal.request().outTradeNo())
			.containsExactlyInAnyOrder("D1", "D2", "D3");
		assertStored(3);
	}

	@Test
	void isPartOfATransactionOfJpa() {
		try (AnnotationConfigApplicationContext context = context()) {
			EntityManagerFactory factory = entityManagers(context);
			TransactionTemplate jpa = new TransactionTemplate(new JpaTransactionManager(factory));

			jpa.executeWithoutResult((status) -> {
				SharedEntityManagerCreator.createSharedEntityManager(factory).persist(new ShopOrder("D1"));
				reversals().schedule(ORDER);
			});
			assertThatIllegalStateException().isThrownBy(() -> jpa.executeWithoutResult((status) -> {
				SharedEntityManagerCreator.createSharedEntityManager(factory).persist(new ShopOrder("D2"));
				reversals().schedule(ReverseOrderRequest.outTradeNo("D2"));
				throw new IllegalStateException("The order is not cancelled");
			}));
			jpa.executeWithoutResult((status) -> {
				SharedEntityManagerCreator.createSharedEntityManager(factory).persist(new ShopOrder("D3"));
				onCompletion(() -> reversals().schedule(ReverseOrderRequest.outTradeNo("D3")),
						(ignored) -> reversals().schedule(ReverseOrderRequest.outTradeNo("D4")));
			});
		}

		assertThat(JdbcClient.create(this.dataSource.getDataSource())
			.sql("select outTradeNo from shop_order order by outTradeNo")
			.query(String.class)
			.list()).containsExactly("D1", "D3");
		assertThat(reversals().list(null, 0, 10)).extracting((reversal) -> reversal.request().outTradeNo())
			.containsExactlyInAnyOrder("D1", "D3", "D4");
		assertStored(3);
	}

	private AnnotationConfigApplicationContext context() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Events.class);
		return context;
	}

	private EntityManagerFactory entityManagers(AnnotationConfigApplicationContext context) {
		context.registerBean(LocalContainerEntityManagerFactoryBean.class, () -> {
			LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
			factory.setDataSource(this.dataSource);
			factory.setManagedTypes(PersistenceManagedTypes.of(ShopOrder.class.getName()));
			factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
			factory.setJpaPropertyMap(Map.of("hibernate.physical_naming_strategy",
					"org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl"));
			return factory;
		});
		context.refresh();
		return context.getBean(EntityManagerFactory.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Events {

	}

	@Entity(name = "shop_order")
	static class ShopOrder {

		@Id
		private String outTradeNo;

		protected ShopOrder() {
		}

		ShopOrder(String outTradeNo) {
			this.outTradeNo = outTradeNo;
		}

	}

	record Cancelled(String order) {
	}

	record CancelledInANewTransaction(String order) {
	}

	record Failed(String order) {
	}

	record Listener(DurableReversals reversals, TransactionTemplate transactions) {

		@TransactionalEventListener
		void on(Cancelled event) {
			this.reversals.schedule(ReverseOrderRequest.outTradeNo(event.order()));
		}

		@TransactionalEventListener
		void on(CancelledInANewTransaction event) {
			requiresNew(this.transactions.getTransactionManager()).executeWithoutResult(
					(status) -> this.reversals.schedule(ReverseOrderRequest.outTradeNo(event.order())));
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
		void on(Failed event) {
			this.reversals.schedule(ReverseOrderRequest.outTradeNo(event.order()));
		}

	}

}
