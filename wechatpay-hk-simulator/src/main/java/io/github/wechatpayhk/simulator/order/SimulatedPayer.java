package io.github.wechatpayhk.simulator.order;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a simulated payer behaves. Immutable.
 *
 * @param name a display name
 * @param pays after which time the payer pays, or {@code null} when never
 * @param fails after which time the payment fails, or {@code null} when never
 * @param status the status of the refusal that ends Quick Pay, 0 for none
 * @param code the code of that refusal
 * @since 0.1.0
 */
public record SimulatedPayer(String name, @Nullable Duration pays, @Nullable Duration fails, int status, String code) {

	private static final Duration PASSWORD = Duration.ofSeconds(10);

	/**
	 * Return a payer who pays at once.
	 * @return the payer
	 */
	public static SimulatedPayer paysAtOnce() {
		return new SimulatedPayer("pays at once", Duration.ZERO, null, 0, "");
	}

	/**
	 * Return a payer who is asked for a password and pays after a time.
	 * @param time the time
	 * @return the payer
	 */
	public static SimulatedPayer paysAfter(Duration time) {
		return new SimulatedPayer("pays after " + time, time, null, 0, "");
	}

	/**
	 * Return a payer who is asked for a password and whose payment fails after a time.
	 * @param time the time
	 * @return the payer
	 */
	public static SimulatedPayer failsAfter(Duration time) {
		return new SimulatedPayer("fails after " + time, null, time, 0, "");
	}

	/**
	 * Return a payer who is asked for a password and never responds.
	 * @return the payer
	 */
	public static SimulatedPayer neverPays() {
		return new SimulatedPayer("never pays", null, null, 0, "");
	}

	/**
	 * Return a payer whose payment is refused.
	 * @param status the status, such as 403
	 * @param code the code, such as {@code NOT_ENOUGH}
	 * @return the payer
	 */
	public static SimulatedPayer refused(int status, String code) {
		return new SimulatedPayer("refused " + code, null, null, status, code);
	}

	/**
	 * Return a payer whose bank fails at once: 500 {@code BANK_ERROR}, and the order is
	 * in state {@code PAYERROR}.
	 * @return the payer
	 */
	public static SimulatedPayer bankFails() {
		return new SimulatedPayer("bank fails", null, Duration.ZERO, 500, "BANK_ERROR");
	}

	/**
	 * Return a payer who is charged although the response was an error: 500
	 * {@code SYSTEM_ERROR}, and the payment succeeds after a time.
	 * @param time the time
	 * @return the payer
	 */
	public static SimulatedPayer paysDespiteError(Duration time) {
		return new SimulatedPayer("pays despite an error", time, null, 500, "SYSTEM_ERROR");
	}

	/**
	 * Return the payer that an {@code auth_code} stands for, by its last two digits.
	 * <table>
	 * <caption>Payers by the last two digits</caption>
	 * <tr>
	 * <th>digits</th>
	 * <th>payer</th>
	 * </tr>
	 * <tr>
	 * <td>00-80</td>
	 * <td>pays at once</td>
	 * </tr>
	 * <tr>
	 * <td>81-89</td>
	 * <td>password, pays after 1 to 9 seconds</td>
	 * </tr>
	 * <tr>
	 * <td>90</td>
	 * <td>password, pays after 10 seconds</td>
	 * </tr>
	 * <tr>
	 * <td>91</td>
	 * <td>password, never pays</td>
	 * </tr>
	 * <tr>
	 * <td>92</td>
	 * <td>password, fails after 10 seconds</td>
	 * </tr>
	 * <tr>
	 * <td>93</td>
	 * <td>403 {@code NOT_ENOUGH}</td>
	 * </tr>
	 * <tr>
	 * <td>94</td>
	 * <td>403 {@code RULE_LIMIT}</td>
	 * </tr>
	 * <tr>
	 * <td>95</td>
	 * <td>500 {@code BANK_ERROR}, state {@code PAYERROR}</td>
	 * </tr>
	 * <tr>
	 * <td>96</td>
	 * <td>500 {@code SYSTEM_ERROR}, pays after 10 seconds all the same</td>
	 * </tr>
	 * <tr>
	 * <td>97</td>
	 * <td>400 {@code AUTH_CODE_INVALID}: the code has expired; no order</td>
	 * </tr>
	 * <tr>
	 * <td>98</td>
	 * <td>403 {@code TRADE_ERROR}</td>
	 * </tr>
	 * <tr>
	 * <td>99</td>
	 * <td>password, pays after 44 seconds, just before WeChat Pay's own reversal</td>
	 * </tr>
	 * </table>
	 * @param authCode the code, which ends in two digits
	 * @return the payer
	 */
	public static SimulatedPayer of(String authCode) {
		int digits = Integer.parseInt(authCode.substring(authCode.length() - 2));
		if (digits <= 80) {
			return paysAtOnce();
		}
		return switch (digits) {
			case 91 -> neverPays();
			case 92 -> failsAfter(PASSWORD);
			case 93 -> refused(403, "NOT_ENOUGH");
			case 94 -> refused(403, "RULE_LIMIT");
			case 95 -> bankFails();
			case 96 -> paysDespiteError(PASSWORD);
			case 97 -> refused(400, "AUTH_CODE_INVALID");
			case 98 -> refused(403, "TRADE_ERROR");
			case 99 -> paysAfter(Duration.ofSeconds(44));
			default -> paysAfter(Duration.ofSeconds(digits - 80L));
		};
	}

	boolean isRefused() {
		return this.status >= 400 && this.status < 500;
	}

	boolean isAtOnce() {
		return this.pays != null && this.pays.isZero() && this.status == 0;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
