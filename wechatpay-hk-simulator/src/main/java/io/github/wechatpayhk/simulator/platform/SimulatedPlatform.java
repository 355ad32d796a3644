package io.github.wechatpayhk.simulator.platform;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

import io.github.wechatpayhk.simulator.certificate.Pem;
import io.github.wechatpayhk.simulator.certificate.RsaKeys;
import io.github.wechatpayhk.simulator.certificate.SelfSignedCertificate;
import org.jspecify.annotations.Nullable;

/**
 * WeChat Pay's side of the keys: the public key with its id, and the certificates, which
 * can be announced, rotated and withdrawn while the simulator runs. Keys that were not
 * given are generated when first needed. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SimulatedPlatform {

	/**
	 * The id of the public key unless another one was given.
	 */
	public static final String DEFAULT_PUBLIC_KEY_ID = "PUB_KEY_ID_0114232134912410000000000000";

	private static final Duration VALIDITY = Duration.ofDays(5 * 365);

	private final PlatformMode mode;

	private final InstantSource clock;

	private final SecureRandom random;

	private final String publicKeyId;

	private @Nullable KeyPair publicKeyPair;

	private @Nullable PlatformCertificate current;

	private final Deque<PlatformCertificate> announced = new ArrayDeque<>();

	private final Deque<PlatformCertificate> former = new ArrayDeque<>();

	SimulatedPlatform(PlatformSettings settings, InstantSource clock, SecureRandom random) {
		this.mode = settings.mode();
		this.clock = clock;
		this.random = random;
		this.publicKeyId = settings.publicKeyId();
		this.publicKeyPair = settings.publicKeyPair();
		this.current = settings.certificate();
	}

	/**
	 * Return which kinds of key are offered.
	 * @return the mode
	 */
	public PlatformMode mode() {
		return this.mode;
	}

	/**
	 * Return the id of the public key.
	 * @return the id, which begins with {@code PUB_KEY_ID_}
	 */
	public String publicKeyId() {
		return this.publicKeyId;
	}

	/**
	 * Return the public key that belongs to {@link #publicKeyId()}.
	 * @return the RSA key
	 */
	public PublicKey publicKey() {
		return publicKeyPair().getPublic();
	}

	/**
	 * Return the public key in PEM form.
	 * @return the SPKI PEM text
	 */
	public String publicKeyPem() {
		return Pem.write(publicKey());
	}

	/**
	 * Return the certificate that signs at present.
	 * @return the certificate
	 */
	public X509Certificate certificate() {
		return current().certificate();
	}

	/**
	 * Return the certificate that signs at present in PEM form.
	 * @return the PEM text
	 */
	public String certificatePem() {
		return current().certificatePem();
	}

	/**
	 * Return the serial number of the certificate that signs at present.
	 * @return 40 upper-case hexadecimal digits
	 */
	public String serialNumber() {
		return current().serialNumber();
	}

	/**
	 * List a new certificate that does not sign yet, as WeChat Pay does at least 24 hours
	 * before a change.
	 * @return the new certificate
	 */
	public PlatformCertificate announce() {
		return announce(generate());
	}

	/**
	 * List a given certificate that does not sign yet.
	 * @param certificate the certificate
	 * @return the same certificate
	 */
	public synchronized PlatformCertificate announce(PlatformCertificate certificate) {
		current();
		this.announced.addLast(certificate);
		return certificate;
	}

	/**
	 * Let another certificate sign from now on: the one announced last, else a new one.
	 * The former stays in the list.
	 * @return the certificate that signs now
	 */
	public synchronized PlatformCertificate rotate() {
		PlatformCertificate present = current();
		PlatformCertificate waiting = this.announced.pollLast();
		PlatformCertificate next = (waiting != null) ? waiting : generate();
		this.current = next;
		this.former.addFirst(present);
		return next;
	}

	/**
	 * Take a certificate out of the list. When it is the one that signs, the one
	 * announced last, else a new one, signs from now on.
	 * @param serialNumber its serial number
	 * @return whether it was listed
	 */
	public synchronized boolean withdraw(String serialNumber) {
		if (current().serialNumber().equalsIgnoreCase(serialNumber)) {
			rotate();
		}
		Predicate<PlatformCertificate> isMeant = (other) -> other.serialNumber().equalsIgnoreCase(serialNumber);
		return this.announced.removeIf(isMeant) || this.former.removeIf(isMeant);
	}

	/**
	 * Return the certificates that the list names.
	 * @return the certificate that signs, then the others
	 */
	public synchronized List<PlatformCertificate> listed() {
		List<PlatformCertificate> listed = new ArrayList<>();
		listed.add(current());
		listed.addAll(this.announced);
		listed.addAll(this.former);
		return List.copyOf(listed);
	}

	/**
	 * Choose the key that signs a response or a notification.
	 * @param wanted the name in the request's {@code Wechatpay-Serial}, or {@code null}
	 * @param forCertificates whether the response is the list of certificates
	 * @return the key
	 */
	public synchronized PlatformKey signingKey(@Nullable String wanted, boolean forCertificates) {
		if (this.mode == PlatformMode.PUBLIC_KEY) {
			return publicPlatformKey();
		}
		if (this.mode == PlatformMode.BOTH) {
			boolean isPublicKeyWanted = (wanted != null) ? wanted.equals(this.publicKeyId) : !forCertificates;
			if (isPublicKeyWanted) {
				return publicPlatformKey();
			}
		}
		PlatformKey named = (this.mode == PlatformMode.BOTH) ? encryptionKey(wanted) : null;
		return (named != null) ? named : current().key();
	}

	/**
	 * Find the key that a merchant encrypted with.
	 * @param name the name in the request's {@code Wechatpay-Serial}
	 * @return the key, or {@code null} if no key of this name is offered
	 */
	public synchronized @Nullable PlatformKey encryptionKey(@Nullable String name) {
		if (this.mode != PlatformMode.CERTIFICATES && this.publicKeyId.equals(name)) {
			return publicPlatformKey();
		}
		if (this.mode != PlatformMode.PUBLIC_KEY) {
			for (PlatformCertificate certificate : listed()) {
				if (certificate.serialNumber().equalsIgnoreCase(name)) {
					return certificate.key();
				}
			}
		}
		return null;
	}

	private PlatformKey publicPlatformKey() {
		return new PlatformKey(this.publicKeyId, publicKeyPair().getPrivate());
	}

	private synchronized KeyPair publicKeyPair() {
		if (this.publicKeyPair == null) {
			this.publicKeyPair = RsaKeys.generate(this.random);
		}
		return this.publicKeyPair;
	}

	private synchronized PlatformCertificate current() {
		if (this.current == null) {
			this.current = generate();
		}
		return this.current;
	}

	private PlatformCertificate generate() {
		KeyPair keys = RsaKeys.generate(this.random);
		X509Certificate certificate = SelfSignedCertificate.create("Tenpay.com Root CA (simulated)",
				RsaKeys.serialNumber(this.random), keys, this.clock.instant().minus(Duration.ofDays(1)),
				this.clock.instant().plus(VALIDITY));
		return new PlatformCertificate(certificate, keys.getPrivate());
	}

	/**
	 * Names the mode and the public key's id.
	 */
	@Override
	public String toString() {
		return "SimulatedPlatform[" + this.mode + ", " + this.publicKeyId + "]";
	}

}
