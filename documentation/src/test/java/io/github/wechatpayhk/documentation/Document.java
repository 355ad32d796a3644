package io.github.wechatpayhk.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A Markdown file of the repository.
 */
final class Document {

	private static final Parser PARSER = Parser.builder()
		.extensions(List.of(TablesExtension.create()))
		.includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
		.build();

	private static final Pattern HTML_TARGET = Pattern.compile("\\b(?:href|src)=\"([^\"]*)\"");

	private static final Pattern HTML_ANCHOR = Pattern.compile("\\b(?:id|name)=\"([^\"]*)\"");

	private final Path file;

	private final List<CodeBlock> codeBlocks = new ArrayList<>();

	private final List<Reference> references = new ArrayList<>();

	private final List<Integer> headingLevels = new ArrayList<>();

	private final Set<String> anchors = new HashSet<>();

	private Document(Path file) {
		this.file = file;
	}

	static Document read(Path file) {
		Document document = new Document(file.toAbsolutePath().normalize());
		try {
			PARSER.parse(Files.readString(file)).accept(document.new Collector());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return document;
	}

	Path file() {
		return this.file;
	}

	List<CodeBlock> codeBlocks() {
		return this.codeBlocks;
	}

	/**
	 * Return the code blocks in one language.
	 * @param languages the first words of the blocks' info strings
	 * @return the blocks, in their order
	 */
	List<CodeBlock> codeBlocks(String... languages) {
		return this.codeBlocks.stream().filter((block) -> List.of(languages).contains(block.language())).toList();
	}

	List<Reference> references() {
		return this.references;
	}

	List<Integer> headingLevels() {
		return this.headingLevels;
	}

	/**
	 * Return what a link into this document may name after its {@code #}, by the rules of
	 * GitHub.
	 * @return the anchors
	 */
	Set<String> anchors() {
		return this.anchors;
	}

	@Override
	public String toString() {
		return Repository.relative(this.file);
	}

	/**
	 * A fenced block.
	 *
	 * @param document where it stands
	 * @param line its first line there
	 * @param info what stands behind its fence
	 * @param content its lines
	 */
	record CodeBlock(Document document, int line, String info, String content) {

		String language() {
			return this.info.split(" ", 2)[0];
		}

		@Override
		public String toString() {
			return this.document + ":" + this.line;
		}

	}

	/**
	 * A link or an image.
	 *
	 * @param line where it stands
	 * @param target where it leads
	 */
	record Reference(int line, String target) {

		@Override
		public String toString() {
			return "line " + this.line + ": " + this.target;
		}

	}

	private final class Collector extends AbstractVisitor {

		private final IdGenerator ids = IdGenerator.builder().build();

		@Override
		public void visit(FencedCodeBlock block) {
			String info = (block.getInfo() != null) ? block.getInfo() : "";
			Document.this.codeBlocks.add(new CodeBlock(Document.this, line(block), info, block.getLiteral()));
		}

		@Override
		public void visit(Heading heading) {
			Document.this.headingLevels.add(heading.getLevel());
			Document.this.anchors.add(this.ids.generateId(text(heading)));
			visitChildren(heading);
		}

		@Override
		public void visit(Link link) {
			Document.this.references.add(new Reference(line(link), link.getDestination()));
			visitChildren(link);
		}

		@Override
		public void visit(Image image) {
			Document.this.references.add(new Reference(line(image), image.getDestination()));
			visitChildren(image);
		}

		@Override
		public void visit(HtmlInline html) {
			html(html, html.getLiteral());
		}

		@Override
		public void visit(HtmlBlock html) {
			html(html, html.getLiteral());
		}

		private void html(Node node, String literal) {
			each(HTML_TARGET, literal, (target) -> Document.this.references.add(new Reference(line(node), target)));
			each(HTML_ANCHOR, literal, Document.this.anchors::add);
		}

		private static void each(Pattern pattern, String text, Consumer<String> action) {
			Matcher matcher = pattern.matcher(text);
			while (matcher.find()) {
				action.accept(matcher.group(1));
			}
		}

		private static String text(Node node) {
			StringBuilder text = new StringBuilder();
			node.accept(new AbstractVisitor() {

				@Override
				public void visit(Text part) {
					text.append(part.getLiteral());
				}

				@Override
				public void visit(Code part) {
					text.append(part.getLiteral());
				}

			});
			return text.toString();
		}

		private static int line(Node node) {
			List<SourceSpan> spans = node.getSourceSpans();
			return spans.isEmpty() ? 0 : spans.get(0).getLineIndex() + 1;
		}

	}

}
