package io.github.wechatpayhk.reconciliation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;

import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.reconciliation.Difference.StatementEntry;
import io.github.wechatpayhk.statement.StatementRow.StatementAmount;
import org.jspecify.annotations.Nullable;

/**
 * What one of the two says, as it is sorted: the books before the statement, and the
 * proof of a reversal before other rows of the same number.
 *
 * @param here what the books say, or {@code null}
 * @param there what the statement says if {@code here} is {@code null}
 */
@SuppressWarnings("EnumOrdinal")
record Item(@Nullable LedgerEntry here, @Nullable StatementEntry there) {

	static final Comparator<Item> ORDER = Comparator.comparing(Item::kind)
		.thenComparing(Item::number)
		.thenComparing(Item::rank);

	LedgerEntry.Kind kind() {
		return (this.here != null) ? this.here.kind() : requireThere().kind();
	}

	String number() {
		return (this.here != null) ? this.here.number() : requireThere().number();
	}

	private StatementEntry requireThere() {
		return Objects.requireNonNull(this.there);
	}

	private int rank() {
		return (this.there == null) ? 0 : this.there.isReversed() ? 1 : 2;
	}

	boolean isOfSame(Item other) {
		return kind() == other.kind() && number().equals(other.number());
	}

	void write(DataOutput output) throws IOException {
		output.writeBoolean(this.here != null);
		if (this.here != null) {
			output.writeUTF(this.here.number());
			output.writeByte(this.here.state().ordinal());
			OrderAmount amount = this.here.amount();
			output.writeLong((amount != null) ? amount.total() : 0);
			output.writeUTF((amount != null) ? amount.currency().value() : "");
		}
		else if (this.there != null) {
			output.writeByte(this.there.kind().ordinal());
			output.writeUTF(this.there.number());
			output.writeUTF(this.there.state());
			StatementAmount amount = this.there.amount();
			writeText(output, (amount != null) ? amount.value().toString() : null);
			output.writeUTF((amount != null) ? amount.currency().value() : "");
			writeText(output, this.there.transactionId());
			Instant time = this.there.time();
			output.writeLong((time != null) ? time.getEpochSecond() : Long.MIN_VALUE);
		}
	}

	static Item read(DataInput input) throws IOException {
		if (input.readBoolean()) {
			String number = input.readUTF();
			LedgerEntry.State state = LedgerEntry.State.values()[input.readByte()];
			long total = input.readLong();
			String currency = input.readUTF();
			return new Item(new LedgerEntry(number, state,
					currency.isEmpty() ? null : new OrderAmount(total, new CurrencyCode(currency))), null);
		}
		LedgerEntry.Kind kind = LedgerEntry.Kind.values()[input.readByte()];
		String number = input.readUTF();
		String state = input.readUTF();
		String amount = readText(input);
		String currency = input.readUTF();
		String transactionId = readText(input);
		long time = input.readLong();
		return new Item(null,
				new StatementEntry(
						kind, number, state, (amount != null)
								? new StatementAmount(new BigDecimal(amount), new CurrencyCode(currency)) : null,
						transactionId, (time != Long.MIN_VALUE) ? Instant.ofEpochSecond(time) : null));
	}

	private static void writeText(DataOutput output, @Nullable String text) throws IOException {
		output.writeBoolean(text != null);
		if (text != null) {
			output.writeUTF(text);
		}
	}

	private static @Nullable String readText(DataInput input) throws IOException {
		return input.readBoolean() ? input.readUTF() : null;
	}

}
