--liquibase formatted sql
--changeset wechatpay-hk:durable-reversals-1
-- Durable reversals of WeChat Pay Hong Kong, schema version 1, for PostgreSQL.
-- Times ending in "_at" are milliseconds since 1970-01-01 UTC.

create table wechatpay_hk_durable_setting (
	name varchar(50) not null,
	content varchar(500) not null,
	primary key (name)
);

create table wechatpay_hk_reversal (
	id varchar(36) not null,
	merchant varchar(200),
	signer varchar(32) not null,
	order_number_kind varchar(20) not null,
	order_number varchar(32) not null,
	mchid varchar(32),
	sp_mchid varchar(32),
	sub_mchid varchar(32),
	base_url varchar(500),
	deadline_millis bigint,
	state varchar(20) not null,
	reason varchar(1000),
	scheduled_at bigint not null,
	changed_at bigint not null,
	next_attempt_at bigint,
	ended_at bigint,
	confirmed_at bigint,
	schedulings int not null,
	attempts int not null,
	step int not null,
	waited_millis bigint not null,
	primary key (id),
	constraint wechatpay_hk_reversal_order unique (order_number, order_number_kind, signer)
);

create index wechatpay_hk_reversal_state on wechatpay_hk_reversal (state, scheduled_at);

create index wechatpay_hk_reversal_ended_at on wechatpay_hk_reversal (ended_at);

create table wechatpay_hk_reversal_attempt (
	reversal_id varchar(36) not null,
	number int not null,
	result varchar(20) not null,
	node varchar(100) not null,
	started_at bigint not null,
	ended_at bigint,
	status int,
	code varchar(64),
	request_id varchar(64),
	detail varchar(1000),
	primary key (reversal_id, number),
	constraint wechatpay_hk_reversal_attempt_reversal foreign key (reversal_id)
		references wechatpay_hk_reversal (id) on delete cascade
);

create table wechatpay_hk_payment_intent (
	id varchar(36) not null,
	merchant varchar(200),
	signer varchar(32) not null,
	out_trade_no varchar(32) not null,
	mchid varchar(32),
	appid varchar(32),
	sp_mchid varchar(32),
	sp_appid varchar(32),
	sub_mchid varchar(32),
	sub_appid varchar(32),
	amount_total bigint not null,
	amount_currency varchar(16) not null,
	state varchar(20) not null,
	reason varchar(1000),
	given_up varchar(20),
	opened_at bigint not null,
	changed_at bigint not null,
	ended_at bigint,
	confirmed_at bigint,
	step int not null,
	waited_millis bigint not null,
	primary key (id),
	constraint wechatpay_hk_payment_intent_order unique (signer, out_trade_no)
);

create index wechatpay_hk_payment_intent_state on wechatpay_hk_payment_intent (state, opened_at);

create index wechatpay_hk_payment_intent_ended_at on wechatpay_hk_payment_intent (ended_at);

-- The request is dropped when a payment ends, as it may hold personal data
create table wechatpay_hk_online_payment (
	id varchar(36) not null,
	merchant varchar(200),
	signer varchar(32) not null,
	out_trade_no varchar(32) not null,
	mchid varchar(32),
	appid varchar(32),
	sp_mchid varchar(32),
	sp_appid varchar(32),
	sub_mchid varchar(32),
	sub_appid varchar(32),
	trade_type varchar(16) not null,
	amount_total bigint not null,
	amount_currency varchar(16) not null,
	request text,
	fingerprint varchar(64) not null,
	transaction_id varchar(64),
	state varchar(20) not null,
	reason varchar(1000),
	placed_at bigint not null,
	sent_at bigint,
	expires_at bigint not null,
	changed_at bigint not null,
	ended_at bigint,
	confirmed_at bigint,
	queries int not null,
	step int not null,
	waited_millis bigint not null,
	refunds int not null,
	refunded bigint not null,
	refunds_sent_until bigint,
	primary key (id),
	constraint wechatpay_hk_online_payment_order unique (out_trade_no, signer)
);

create index wechatpay_hk_online_payment_state on wechatpay_hk_online_payment (state, placed_at);

create index wechatpay_hk_online_payment_ended_at on wechatpay_hk_online_payment (ended_at);

create index wechatpay_hk_online_payment_transaction on wechatpay_hk_online_payment (transaction_id, signer);

create table wechatpay_hk_online_payment_attempt (
	payment_id varchar(36) not null,
	number int not null,
	result varchar(20) not null,
	node varchar(100) not null,
	started_at bigint not null,
	ended_at bigint,
	status int,
	code varchar(64),
	request_id varchar(64),
	detail varchar(1000),
	primary key (payment_id, number),
	constraint wechatpay_hk_online_payment_attempt_payment foreign key (payment_id)
		references wechatpay_hk_online_payment (id) on delete cascade
);

-- A refund keeps its payment
create table wechatpay_hk_refund (
	id varchar(36) not null,
	payment_id varchar(36) not null,
	merchant varchar(200),
	signer varchar(32) not null,
	out_trade_no varchar(32) not null,
	out_refund_no varchar(64) not null,
	mchid varchar(32),
	appid varchar(32),
	sp_mchid varchar(32),
	sp_appid varchar(32),
	sub_mchid varchar(32),
	sub_appid varchar(32),
	amount_refund bigint not null,
	amount_total bigint not null,
	amount_currency varchar(16) not null,
	request text,
	fingerprint varchar(64) not null,
	refund_id varchar(64),
	state varchar(20) not null,
	reason varchar(1000),
	requested_at bigint not null,
	send_at bigint not null,
	changed_at bigint not null,
	ended_at bigint,
	confirmed_at bigint,
	queries int not null,
	step int not null,
	waited_millis bigint not null,
	primary key (id),
	constraint wechatpay_hk_refund_number unique (out_refund_no, signer),
	constraint wechatpay_hk_refund_payment foreign key (payment_id)
		references wechatpay_hk_online_payment (id)
);

create index wechatpay_hk_refund_payment_id on wechatpay_hk_refund (payment_id);

create index wechatpay_hk_refund_order on wechatpay_hk_refund (out_trade_no);

create index wechatpay_hk_refund_state on wechatpay_hk_refund (state, requested_at);

create index wechatpay_hk_refund_ended_at on wechatpay_hk_refund (ended_at);

create table wechatpay_hk_refund_attempt (
	refund_id varchar(36) not null,
	number int not null,
	result varchar(20) not null,
	node varchar(100) not null,
	started_at bigint not null,
	ended_at bigint,
	status int,
	code varchar(64),
	request_id varchar(64),
	detail varchar(1000),
	primary key (refund_id, number),
	constraint wechatpay_hk_refund_attempt_refund foreign key (refund_id)
		references wechatpay_hk_refund (id) on delete cascade
);

-- The resource is dropped when a notification ends, as it holds personal data, but not if nobody received it
create table wechatpay_hk_notification (
	id varchar(36) not null,
	arrival bigint generated always as identity,
	merchant varchar(200) not null,
	recipient varchar(200) not null,
	notification_id varchar(200) not null,
	subject varchar(200) not null,
	out_trade_no varchar(64),
	event_type varchar(100) not null,
	create_time varchar(64),
	summary varchar(1000),
	resource text,
	state varchar(20) not null,
	reason varchar(1000),
	received_at bigint not null,
	changed_at bigint not null,
	ended_at bigint,
	step int not null,
	waited_millis bigint not null,
	run_id varchar(36),
	primary key (id),
	constraint wechatpay_hk_notification_arrival unique (arrival),
	constraint wechatpay_hk_notification_id unique (recipient, notification_id),
	constraint wechatpay_hk_notification_subject unique (recipient, subject)
);

create index wechatpay_hk_notification_order on wechatpay_hk_notification (recipient, out_trade_no);

create index wechatpay_hk_notification_state on wechatpay_hk_notification (state, received_at);

create index wechatpay_hk_notification_ended_at on wechatpay_hk_notification (ended_at);

create table wechatpay_hk_reconciliation (
	id varchar(36) not null,
	merchant varchar(200),
	signer varchar(32) not null,
	statement_day varchar(10) not null,
	state varchar(20) not null,
	reason varchar(1000),
	statement_rows bigint not null,
	differences bigint not null,
	reconciled_at bigint not null,
	changed_at bigint not null,
	primary key (id),
	constraint wechatpay_hk_reconciliation_day unique (signer, statement_day)
);

create index wechatpay_hk_reconciliation_state on wechatpay_hk_reconciliation (state);

create table wechatpay_hk_difference (
	reconciliation_id varchar(36) not null,
	number int not null,
	kind varchar(40) not null,
	entry_kind varchar(20) not null,
	entry_number varchar(64) not null,
	detail varchar(1000),
	primary key (reconciliation_id, number),
	constraint wechatpay_hk_difference_reconciliation foreign key (reconciliation_id)
		references wechatpay_hk_reconciliation (id) on delete cascade
);

create table wechatpay_hk_event (
	id varchar(36) not null,
	subject_id varchar(36) not null,
	kind varchar(20) not null,
	state varchar(20) not null,
	reason varchar(1000),
	occurred_at bigint not null,
	deliveries int not null,
	primary key (id)
);

-- The table of db-scheduler, under a name of our own
create table wechatpay_hk_scheduled_task (
	task_name varchar(100) not null,
	task_instance varchar(100) not null,
	task_data bytea,
	execution_time timestamp with time zone not null,
	picked boolean not null,
	picked_by varchar(50),
	last_success timestamp with time zone,
	last_failure timestamp with time zone,
	consecutive_failures int,
	last_heartbeat timestamp with time zone,
	version bigint not null,
	primary key (task_name, task_instance)
);

create index wechatpay_hk_scheduled_task_execution_time on wechatpay_hk_scheduled_task (execution_time);

create index wechatpay_hk_scheduled_task_last_heartbeat on wechatpay_hk_scheduled_task (last_heartbeat);

insert into wechatpay_hk_durable_setting (name, content) values ('schema-version', '1');
