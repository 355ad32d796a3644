package io.github.wechatpayhk.sample.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Chromium for all test classes. Where there is none, tests are skipped, and say so;
 * with the environment variable {@code CI} they fail.
 */
final class BrowserExtension implements BeforeAllCallback, ParameterResolver {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
		.create(BrowserExtension.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		if (!isInstalled()) {
			if (Boolean.parseBoolean(System.getenv("CI"))) {
				throw new IllegalStateException("There is no 'chromium' with 'chromedriver' on the PATH");
			}
			System.err.println("!!!!!!!! SKIPPED: the cashier's page in a browser: 'chromium' and 'chromedriver' are"
					+ " not both on the PATH (apt-get install chromium chromium-driver)");
			Assumptions.abort("No Chromium");
		}
	}

	private static boolean isInstalled() {
		return executable("chromium") != null && executable("chromedriver") != null;
	}

	static Path executable(String name) {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Browser.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Browser browser = context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(Browser.class, (type) -> Browser.start(), Browser.class);
		browser.reset();
		return browser;
	}

}
