package io.github.wechatpayhk.key;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Takes the password off a private key.
 */
final class EncryptedKey {

	private EncryptedKey() {
	}

	static byte[] decrypt(byte[] der, @Nullable String password) {
		if (password == null || password.isEmpty()) {
			throw new UnusableKeyException("It holds an encrypted private key, but there is no password for it");
		}
		try {
			EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
			byte[] decrypted = decrypt(encrypted, password);
			if (KeyKind.of(decrypted) != KeyKind.PKCS8) {
				throw wrongPassword(null);
			}
			return decrypted;
		}
		catch (IOException | NoSuchAlgorithmException ex) {
			throw new UnusableKeyException("It holds a private key whose encryption this Java does not know; "
					+ "'openssl pkcs8 -topk8 -v2 aes-256-cbc' encrypts in a form that it does", ex);
		}
		catch (GeneralSecurityException ex) {
			throw wrongPassword(ex);
		}
	}

	private static byte[] decrypt(EncryptedPrivateKeyInfo encrypted, String password) throws GeneralSecurityException {
		AlgorithmParameters parameters = encrypted.getAlgParameters();
		// PBES2 names its parts in the parameters only, as PBEWithHmacSHA256AndAES_256
		String algorithm = (parameters != null && encrypted.getAlgName().equals("PBES2")) ? parameters.toString()
				: encrypted.getAlgName();
		PBEKeySpec keySpec = new PBEKeySpec(password.toCharArray());
		try {
			Cipher cipher = Cipher.getInstance(algorithm);
			cipher.init(Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(algorithm).generateSecret(keySpec),
					parameters);
			return cipher.doFinal(encrypted.getEncryptedData());
		}
		finally {
			keySpec.clearPassword();
		}
	}

	private static UnusableKeyException wrongPassword(@Nullable Throwable cause) {
		return new UnusableKeyException("It holds an encrypted private key, and the password does not fit", cause);
	}

}
