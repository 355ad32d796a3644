package io.github.wechatpayhk.benchmarks.peer;

import java.util.Arrays;
import java.util.function.Function;

/**
 * The clients that are measured.
 */
public enum PeerKind {

	/**
	 * This project's client with the JDK's own cryptography.
	 */
	STARTER("starter", true, StarterPeer::standard),

	/**
	 * This project's client with the Amazon Corretto Crypto Provider.
	 */
	STARTER_CORRETTO("starter-corretto", true, StarterPeer::corretto),

	/**
	 * The official SDK, {@code wechatpay-java}, with its own choice of HTTP client.
	 */
	OFFICIAL_OKHTTP("official-okhttp", true, OfficialPeer::okHttp),

	/**
	 * The official SDK with its other HTTP client.
	 */
	OFFICIAL_APACHE("official-apache", true, OfficialPeer::apache),

	/**
	 * The official SDK's predecessor, {@code wechatpay-apache-httpclient}.
	 */
	OLDER_APACHE("older-apache", true, ApachePeer::older),

	/**
	 * The v3 client of WxJava.
	 */
	WXJAVA("wxjava", true, ApachePeer::wxJava),

	/**
	 * {@code WebClient} on the starter's connector without any signature: what the
	 * transport alone allows.
	 */
	PLAIN_WEBCLIENT("plain-webclient", false, PlainPeer::new);

	private final String label;

	private final boolean verifies;

	@SuppressWarnings("ImmutableEnumChecker")
	private final Function<PeerSettings, Peer> factory;

	PeerKind(String label, boolean verifies, Function<PeerSettings, Peer> factory) {
		this.label = label;
		this.verifies = verifies;
		this.factory = factory;
	}

	/**
	 * Find a kind.
	 * @param label its label
	 * @return the kind
	 */
	public static PeerKind of(String label) {
		return Arrays.stream(values())
			.filter((kind) -> kind.label.equals(label))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("No client is called '" + label + "'"));
	}

	/**
	 * Return what the client is called in tables and on the command line.
	 * @return the label
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Return whether the client claims to verify responses, which every run makes it
	 * prove.
	 * @return whether a forged response must fail
	 */
	public boolean verifies() {
		return this.verifies;
	}

	/**
	 * Start the client.
	 * @param settings its settings
	 * @return the client
	 */
	public Peer create(PeerSettings settings) {
		return this.factory.apply(settings);
	}

}
