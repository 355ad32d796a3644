package io.github.wechatpayhk.sample.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Chromium without a window.
 */
final class Browser implements AutoCloseable {

	/**
	 * A name of another site that leads to this machine, as after DNS rebinding.
	 */
	static final String REBOUND = "rebound.example";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private final ChromeDriver driver;

	private final Path profile;

	private Browser(ChromeDriver driver, Path profile) {
		this.driver = driver;
		this.profile = profile;
	}

	static Browser start() {
		try {
			Path profile = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "chromium");
			ChromeOptions options = new ChromeOptions();
			options.setBinary(BrowserExtension.executable("chromium").toString());
			options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
					"--disable-background-networking", "--disable-component-update", "--disable-sync",
					"--disable-dev-shm-usage", "--hide-scrollbars",
					"--host-resolver-rules=MAP " + REBOUND + " 127.0.0.1",
					"--user-data-dir=" + profile.toAbsolutePath());
			LoggingPreferences logs = new LoggingPreferences();
			logs.enable(LogType.PERFORMANCE, Level.ALL);
			logs.enable(LogType.BROWSER, Level.ALL);
			options.setCapability("goog:loggingPrefs", logs);
			ChromeDriverService service = new ChromeDriverService.Builder()
				.usingDriverExecutable(BrowserExtension.executable("chromedriver").toFile())
				.build();
			return new Browser(new ChromeDriver(service, options), profile);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Put back what a test may have changed.
	 */
	void reset() {
		this.driver.get("about:blank");
		this.driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
		speak("en-GB");
		size(1200, 900);
		media(Map.of());
		scripts(true);
		requestedHosts();
		complaints();
	}

	void open(String url) {
		this.driver.get(url);
	}

	void speak(String languages) {
		this.driver.executeCdpCommand("Network.enable", Map.of());
		this.driver.executeCdpCommand("Network.setExtraHTTPHeaders",
				Map.of("headers", Map.of("Accept-Language", languages)));
	}

	void size(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
	}

	void media(Map<String, String> features) {
		List<Map<String, String>> list = features.entrySet()
			.stream()
			.map((feature) -> Map.of("name", feature.getKey(), "value", feature.getValue()))
			.toList();
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", list));
	}

	void scripts(boolean enabled) {
		this.driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !enabled));
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	boolean has(String selector) {
		return !this.driver.findElements(By.cssSelector(selector)).isEmpty();
	}

	void type(String selector, String text) {
		WebElement field = find(selector);
		field.clear();
		field.sendKeys(text);
	}

	void click(String selector) {
		await(selector);
		patiently().ignoring(StaleElementReferenceException.class)
			.ignoring(ElementClickInterceptedException.class)
			.until((ready) -> {
				find(selector).click();
				return true;
			});
	}

	void await(String selector) {
		patiently().until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(selector)));
	}

	void awaitNo(String selector) {
		patiently().until(ExpectedConditions.numberOfElementsToBe(By.cssSelector(selector), 0));
	}

	void awaitText(String selector, String text) {
		patiently().ignoring(StaleElementReferenceException.class)
			.withMessage(() -> selector + " says '" + find(selector).getText() + "'")
			.until((ready) -> ready.findElement(By.cssSelector(selector)).getText().contains(text));
	}

	// The default looks twice a second, which half of these tests consisted of
	private WebDriverWait patiently() {
		return new WebDriverWait(this.driver, PATIENCE, Duration.ofMillis(50));
	}

	void awaitUrl(String url) {
		patiently().until(ExpectedConditions.urlToBe(url));
	}

	/**
	 * Return a text, of a page that may just be replacing it.
	 */
	String text(String selector) {
		return patiently().ignoring(StaleElementReferenceException.class).until((ready) -> find(selector).getText());
	}

	String url() {
		return this.driver.getCurrentUrl();
	}

	WebElement focused() {
		return this.driver.switchTo().activeElement();
	}

	Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	String source() {
		return this.driver.getPageSource();
	}

	/**
	 * Keep what can be seen, and let axe look for what cannot.
	 */
	@SuppressWarnings("deprecation")
	void look(String name) {
		screenshot(name);
		// The pages have no frames, for which axe opens a second window otherwise
		List<Rule> violations = new AxeBuilder().setLegacyMode(true).analyze(this.driver).getViolations();
		assertThat(violations).as("axe on '" + name + "'").extracting(Browser::describe).isEmpty();
	}

	private static String describe(Rule rule) {
		return rule.getId() + ": "
				+ rule.getNodes().stream().map((node) -> node.getHtml() + " " + node.getAny()).toList();
	}

	void screenshot(String name) {
		Map<String, Object> size = new HashMap<>();
		JsonNode metrics = json(this.driver.executeCdpCommand("Page.getLayoutMetrics", Map.of()).get("cssContentSize"));
		size.put("x", 0);
		size.put("y", 0);
		size.put("width", metrics.get("width").asInt());
		size.put("height", metrics.get("height").asInt());
		size.put("scale", 1);
		Object data = this.driver
			.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", size))
			.get("data");
		try {
			Files.write(Files.createDirectories(SCREENSHOTS).resolve(name + ".png"),
					OutputType.BYTES.convertFromBase64Png(data.toString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static JsonNode json(Object value) {
		return JsonMapper.shared().valueToTree(value);
	}

	/**
	 * Return which hosts were asked since the last call, favicons included.
	 */
	List<String> requestedHosts() {
		return this.driver.manage()
			.logs()
			.get(LogType.PERFORMANCE)
			.getAll()
			.stream()
			.map((entry) -> JsonMapper.shared().readTree(entry.getMessage()).path("message"))
			.filter((message) -> "Network.requestWillBeSent".equals(message.path("method").asString("")))
			.map((message) -> message.path("params").path("request").path("url").asString(""))
			.filter((url) -> url.startsWith("http") || url.startsWith("ws"))
			.map((url) -> URI.create(url).getAuthority())
			.distinct()
			.toList();
	}

	/**
	 * Return what the browser complained of since the last call, such as a breach of the
	 * content security policy.
	 */
	List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.map((entry) -> entry.getMessage())
			.toList();
	}

	@Override
	public void close() throws IOException {
		this.driver.quit();
		FileSystemUtils.deleteRecursively(this.profile);
	}

}
