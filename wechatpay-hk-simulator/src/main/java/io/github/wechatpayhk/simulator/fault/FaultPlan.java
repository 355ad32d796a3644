package io.github.wechatpayhk.simulator.fault;

import java.time.Duration;
import java.util.Arrays;

import io.github.wechatpayhk.simulator.http.Transmission;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.signature.SignatureTwist;
import org.jspecify.annotations.Nullable;

/**
 * All that goes wrong with one exchange. Not thread-safe: one exchange, one plan.
 *
 * @since 0.1.0
 */
public final class FaultPlan {

	private @Nullable Reply response;

	private @Nullable String contentType;

	private @Nullable String location;

	private boolean isEffectSkipped;

	private boolean isBodyNeeded;

	private boolean isLowerCase;

	private boolean isRotating;

	private boolean isStatementAltered;

	private boolean isStatementCut;

	private int size;

	private SignatureTwist twist = SignatureTwist.NONE;

	private Transmission transmission = Transmission.prompt();

	/**
	 * Create a plan in which nothing goes wrong.
	 */
	public FaultPlan() {
	}

	FaultPlan response(Reply reply, String type) {
		this.response = reply;
		this.contentType = type;
		return this;
	}

	FaultPlan location(String value) {
		this.location = value;
		return this;
	}

	FaultPlan contentType(String value) {
		this.contentType = value;
		return this;
	}

	FaultPlan skipEffect() {
		this.isEffectSkipped = true;
		return this;
	}

	FaultPlan needBody() {
		this.isBodyNeeded = true;
		return this;
	}

	FaultPlan lowerCase() {
		this.isLowerCase = true;
		return this;
	}

	FaultPlan rotate() {
		this.isRotating = true;
		return this;
	}

	FaultPlan alterStatement() {
		this.isStatementAltered = true;
		return this;
	}

	FaultPlan cutStatement() {
		this.isStatementCut = true;
		return this;
	}

	FaultPlan oversize(int bytes) {
		this.size = bytes;
		return this;
	}

	FaultPlan twist(SignatureTwist value) {
		this.twist = value;
		return this;
	}

	FaultPlan delay(Duration time) {
		this.transmission = this.transmission.plusDelay(time);
		return this;
	}

	FaultPlan drip(Duration time) {
		this.transmission = this.transmission.withDrip(time);
		return this;
	}

	FaultPlan end(Transmission.Ending ending) {
		this.transmission = this.transmission.withEnding(ending);
		return this;
	}

	/**
	 * Return the response that is given instead of the real one.
	 * @return the response, or {@code null} for the real one
	 */
	public @Nullable Reply response() {
		return this.response;
	}

	/**
	 * Return the content type of the response.
	 * @return the content type, or {@code null} for the real one
	 */
	public @Nullable String contentType() {
		return this.contentType;
	}

	/**
	 * Return where a redirect leads.
	 * @return the value of {@code Location}, or {@code null}
	 */
	public @Nullable String location() {
		return this.location;
	}

	/**
	 * Tell whether the operation is left out.
	 * @return whether it is not carried out
	 */
	public boolean isEffectSkipped() {
		return this.isEffectSkipped;
	}

	/**
	 * Tell whether header names are written in lower case.
	 * @return whether they are
	 */
	public boolean isLowerCase() {
		return this.isLowerCase;
	}

	/**
	 * Tell whether the platform's certificate changes before the response is signed.
	 * @return whether it does
	 */
	public boolean isRotating() {
		return this.isRotating;
	}

	/**
	 * Return what is wrong with the signature.
	 * @return the twist
	 */
	public SignatureTwist twist() {
		return this.twist;
	}

	/**
	 * Return how the response travels.
	 * @return the transmission
	 */
	public Transmission transmission() {
		return this.transmission;
	}

	/**
	 * Change a response in what concerns its body.
	 * @param reply the response
	 * @return the response with the body that the faults need
	 */
	public Reply shape(Reply reply) {
		if (this.isStatementAltered && reply.sha1() != null) {
			byte[] altered = reply.body().clone();
			altered[altered.length - 2]++;
			return reply.with(reply.status(), altered);
		}
		if (this.isStatementCut && reply.sha1() != null) {
			return reply.with(reply.status(), Arrays.copyOf(reply.body(), reply.body().length / 2));
		}
		if (!this.isBodyNeeded) {
			return reply;
		}
		byte[] body = (reply.body().length > 0) ? reply.body() : new byte[] { '{', '}', ' ', ' ' };
		int status = (reply.status() == 204) ? 200 : reply.status();
		if (body.length >= this.size) {
			return reply.with(status, body);
		}
		byte[] padded = Arrays.copyOf(body, this.size);
		Arrays.fill(padded, body.length, this.size, (byte) ' ');
		return reply.with(status, padded);
	}

}
