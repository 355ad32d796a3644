package io.github.wechatpayhk.simulator.protocol;

import java.util.Objects;

import io.github.wechatpayhk.simulator.merchant.Merchants;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ids of a request and holds them against the signer.
 *
 * @since 0.1.0
 */
public final class IdsReader {

	private final Merchants merchants;

	/**
	 * Create a reader.
	 * @param merchants the merchants that are known
	 */
	public IdsReader(Merchants merchants) {
		this.merchants = merchants;
	}

	/**
	 * Read the ids of a request.
	 * @param input the fields of body or query
	 * @param signer the number that signed
	 * @return the ids
	 * @throws ApiProblem if they are missing, mixed, unknown or not the signer's
	 */
	public Ids read(Input input, String signer) {
		Ids ids = ids(input);
		if (ids.spMchid() != null && ids.subMchid() == null) {
			throw input.refuse("sub_mchid", "is required");
		}
		checkSet(input, ids);
		checkSigner(ids, signer);
		return ids;
	}

	/**
	 * Read whose statement is meant: an institution may leave out the sub-merchant.
	 * @param input the fields of the query
	 * @param signer the number that signed
	 * @return the ids
	 * @throws ApiProblem if they are missing, mixed, unknown or not the signer's
	 */
	public Ids readAccount(Input input, String signer) {
		Ids ids = ids(input);
		checkSet(input, ids);
		checkSigner(ids, signer);
		return ids;
	}

	/**
	 * Read whose settlements are meant: the request names at most a sub-merchant, and the
	 * signer tells the rest.
	 * @param input the fields of the query
	 * @param signer the number that signed
	 * @return the ids
	 * @throws ApiProblem if the sub-merchant is unknown or not the signer's
	 */
	public Ids readSubMerchant(Input input, String signer) {
		String subMchid = number(input, "sub_mchid");
		boolean isInstitution = this.merchants.signedBy(signer)
			.stream()
			.anyMatch((merchant) -> signer.equals(merchant.spMchid()));
		Ids ids = isInstitution ? new Ids(null, signer, subMchid, null, null, null)
				: new Ids(signer, null, subMchid, null, null, null);
		if (!isInstitution && subMchid != null) {
			throw new ApiProblem(403, "NO_AUTH", "The sub-merchant does not belong to the merchant that signed");
		}
		checkSigner(ids, signer);
		return ids;
	}

	/**
	 * Read which institution manages its sub-merchants.
	 * @param input the fields of body or query
	 * @param signer the number that signed
	 * @return the ids of the institution alone
	 * @throws ApiProblem if they are missing, or not the signer's
	 */
	public Ids readInstitution(Input input, String signer) {
		Ids ids = new Ids(null, input.text("sp_mchid", 32), null, null, input.text("sp_appid", 32), null);
		if (this.merchants.signedBy(signer).stream().noneMatch((merchant) -> signer.equals(merchant.spMchid()))) {
			throw new ApiProblem(403, "NO_AUTH", "Only an institution has sub-merchants");
		}
		checkSigner(ids, signer);
		return ids;
	}

	private Ids ids(Input input) {
		return new Ids(number(input, "mchid"), number(input, "sp_mchid"), number(input, "sub_mchid"),
				input.optionalText("appid", 32), input.optionalText("sp_appid", 32),
				input.optionalText("sub_appid", 32));
	}

	private @Nullable String number(Input input, String name) {
		String number = input.optionalText(name, 32);
		if (number != null && !number.matches("[0-9]+")) {
			throw input.refuse(name, "must consist of digits");
		}
		if (number != null && !this.merchants.isKnown(number)) {
			throw new ApiProblem(400, "MCH_NOT_EXISTS", "The merchant " + number + " does not exist");
		}
		return number;
	}

	private void checkSet(Input input, Ids ids) {
		if (ids.spMchid() == null && ids.subMchid() == null) {
			if (ids.mchid() == null) {
				throw input.refuse("mchid", "is required");
			}
			return;
		}
		if (ids.spMchid() == null) {
			throw input.refuse("sp_mchid", "is required");
		}
	}

	private void checkSigner(Ids ids, String signer) {
		boolean isDirect = signer.equals(ids.mchid());
		boolean isInstitution = signer.equals(ids.spMchid());
		if (!isDirect && !isInstitution) {
			throw new ApiProblem(403, "NO_AUTH", "The merchant that signed is not the merchant that the request names");
		}
		if (isInstitution && ids.subMchid() != null
				&& this.merchants.signedBy(signer)
					.stream()
					.noneMatch((merchant) -> signer.equals(merchant.spMchid())
							&& Objects.equals(merchant.subMchid(), ids.subMchid()))) {
			throw new ApiProblem(403, "NO_AUTH", "The sub-merchant does not belong to this institution");
		}
	}

}
