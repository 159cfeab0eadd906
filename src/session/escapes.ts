/** Texts as the languages of other people's pages want them, so that what is in a text never becomes markup. */
import { escapedValue } from '../base/entities.ts';

/** What cannot stand in a page at all becomes U+FFFD; line ends become line feeds. */
function plainText(text: string): string {
  return text
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/(?![\n\t])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\u{FFFD}');
}

/** In HTML, between tags or in an attribute within double quotes. */
export function inHtml(text: string): string {
  return escapedValue(plainText(text));
}

/** In HTML that stands in Markdown, MDX or a Vue template: every sign that means something there is a number. */
export function inMarkdownHtml(text: string): string {
  return onOneLine(text).replaceAll(
    /[&<>"'`*_{}[\]\\~|$:!#]/gu,
    (sign) => `&#${sign.codePointAt(0) ?? 0};`,
  );
}

/** In Markdown, as the words of a link or a picture. */
export function inMarkdown(text: string): string {
  return onOneLine(text).replaceAll(/[\\`*_<>[\]!&~|$:#{}]/gu, String.raw`\$&`);
}

/** In a template of JavaScript, between backquotes. */
export function inTemplate(text: string): string {
  return plainText(text).replaceAll(/[\\`]|\$(?=\{)/gu, String.raw`\$&`);
}

/** As the content of a fence of Markdown: as it is, without empty lines around. */
export function asPlainLines(text: string): string {
  return plainText(text).replaceAll(/^\s*\n|\s+$/gu, '');
}

/** As the content of a directive of reStructuredText or MyST: indented, without tabs and blanks at line ends. */
export function asRstContent(text: string, indent: string): string {
  const lines = plainText(text)
    .split('\n')
    .map((line) => line.replaceAll('\t', '    ').trim());
  const first = lines.findIndex((line) => line !== '');
  const end = lines.findLastIndex((line) => line !== '') + 1;
  return lines
    .slice(Math.max(0, first), end)
    .map((line) => (line === '' ? '' : `${indent}${line}`))
    .join('\n');
}

function onOneLine(text: string): string {
  return plainText(text).replaceAll(/\s+/gu, ' ').trim();
}
