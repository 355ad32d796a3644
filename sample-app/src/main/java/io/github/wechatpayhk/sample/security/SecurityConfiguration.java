package io.github.wechatpayhk.sample.security;

import java.util.Collection;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Nobody logs in: the person at this machine is the cashier. But a cashier's browser also
 * shows other sites, and their pages must not reach this one.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SecurityConfiguration {

	/** Everything comes from here; no script and no style stands in a page. */
	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

	private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http) {
		CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
		tokens.setCookieCustomizer((cookie) -> cookie.sameSite("Strict"));
		CsrfTokenRequestAttributeHandler handler = new XorCsrfTokenRequestAttributeHandler();
		// Without this the cookie would be written with the first form, when it may be
		// too late for headers
		handler.setCsrfRequestAttributeName(null);
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.csrf((csrf) -> csrf.csrfTokenRepository(tokens)
				.csrfTokenRequestHandler(handler)
				.requireCsrfProtectionMatcher(SecurityConfiguration::needsToken))
			.requestCache((cache) -> cache.disable())
			.headers((headers) -> headers
				.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
				.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
				.permissionsPolicyHeader((policy) -> policy.policy("camera=(), geolocation=(), microphone=()")))
			.build();
	}

	/**
	 * Each browser says where a changing request comes from. A program that is none has
	 * no cookie to be abused, so the API lets it in without a token.
	 */
	private static boolean needsToken(HttpServletRequest request) {
		boolean isProgram = request.getHeader(HttpHeaders.ORIGIN) == null
				&& request.getHeader("Sec-Fetch-Site") == null;
		return !SAFE_METHODS.contains(request.getMethod())
				&& !(isProgram && request.getRequestURI().startsWith("/orders"));
	}

	/**
	 * A name of somebody else that points to this machine is not us.
	 */
	@Bean
	StrictHttpFirewall httpFirewall(@Value("${sample.hosts}") Collection<String> hosts) {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setAllowedHostnames(hosts::contains);
		return firewall;
	}

}
