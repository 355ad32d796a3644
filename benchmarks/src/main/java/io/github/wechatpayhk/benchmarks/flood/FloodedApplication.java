package io.github.wechatpayhk.benchmarks.flood;

import io.github.wechatpayhk.notification.PaymentNotificationListener;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application that receives notifications and has other things to do.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(FloodedApplication.Endpoints.class)
public class FloodedApplication {

	static final String UNRELATED = "/unrelated";

	static final String PLAIN = "/plain";

	@Bean
	PaymentNotificationListener payments() {
		return (payment) -> {
			throw new IllegalStateException("A forged notification was delivered");
		};
	}

	/**
	 * What has nothing to do with payments, and what rejects a body without looking at
	 * it.
	 */
	@RestController
	static class Endpoints {

		@GetMapping(UNRELATED)
		String unrelated() {
			return "unrelated";
		}

		@PostMapping(PLAIN)
		ResponseEntity<Void> plain(@RequestBody byte[] body) {
			return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
		}

	}

}
