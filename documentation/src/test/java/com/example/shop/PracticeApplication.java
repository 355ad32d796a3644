package com.example.shop;

import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;

public class PracticeApplication {

	public static void main(String[] args) {
		SpringApplication.from(ShopApplication::main).with(Practice.class).run(args);
	}

	@TestConfiguration(proxyBeanMethods = false)
	@AutoConfigureWechatPayHkSimulator
	static class Practice {

	}

}
