package io.github.wechatpayhk.sample;

import io.github.wechatpayhk.sample.command.CommandLineTool;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the sample application.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Start the application, or run a command in its place.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		CommandLineTool tool = new CommandLineTool(SampleApplication.class);
		if (tool.isMeant(args)) {
			System.exit(tool.run(args));
		}
		SpringApplication.run(SampleApplication.class, args);
	}

}
