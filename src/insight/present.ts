import type { Certainty } from '../http/requestPart';
import type { CatalogueEntry, Explanation, Statement } from './entry';
import { lookUp } from './lookUp';
import { plain } from './say';
import { isDocumentationUrl } from './vendorError';

/** Longest evidence value shown; the record holds more. */
const evidenceLimit = 300;

export interface MarkdownOptions {
  /** Whether the headline comes first; a diagnostic's hover shows it already. Default: yes. */
  readonly headline?: boolean;
}

/**
 * The explanation as Markdown for a hover: headline, *Do this*, *Why*, *Evidence*, *Documentation*.
 *
 * Every text is escaped, so that nothing in it becomes Markdown, HTML, an image or a link. Links
 * lead to DT's documentation hosts only.
 */
export function explanationMarkdown(explanation: Explanation, { headline = true }: MarkdownOptions = {}): string {
  return [
    ...(headline ? [`**${escapeMarkdown(explanation.headline)}**`] : []),
    ...markdownSection('Do this', explanation.doThis.map(markdownStatement)),
    ...markdownSection('Why', explanation.why.map(markdownStatement)),
    ...markdownSection('Evidence', explanation.evidence.map(({ label, value }) => `${escapeMarkdown(label)}: ${markdownValue(value)}`)),
    ...markdownSection('Documentation', markdownLinks(explanation.links)),
  ].join('\n\n') + '\n';
}

/** The catalogue's own page on an entry, as Markdown. */
export function entryMarkdown(entry: CatalogueEntry): string {
  return [
    `### ${escapeMarkdown(entry.title)}`,
    ...markdownSection('Do this', entry.about.doThis.map(markdownStatement)),
    ...markdownSection('Why', entry.about.why.map(markdownStatement)),
    ...markdownSection('Documentation', markdownLinks(entry.about.links)),
    `Code: ${escapeMarkdown(entry.code)}`,
  ].join('\n\n') + '\n';
}

/** What the catalogue says of a bare status number; undefined when it says nothing. */
export function statusMarkdown(status: number): string | undefined {
  const entries = lookUp(status);
  return entries.length === 0 ? undefined : entries.map(entryMarkdown).join('\n---\n\n');
}

export interface TextOptions {
  /** Columns of the terminal; at least 20 are used. */
  readonly width: number;
  /** Whether to use ANSI colours. Default: no. */
  readonly color?: boolean;
}

/**
 * The explanation for a terminal: the same sections, wrapped to the width but for an address, which
 * would be broken by it. Ends with a line feed.
 */
export function explanationText(explanation: Explanation, options: TextOptions): string {
  const paint = painter(options.color === true);
  const width = Math.max(20, options.width);
  const items = (statements: readonly Statement[]) => statements.map(({ text, certainty }) => `${plain(text)} (${certainty})`);
  const lines = [
    ...wrap(plain(explanation.headline), width, '').map((line) => paint(line, severityColor[explanation.severity])),
    ...textSection('Do this', items(explanation.doThis), width, paint),
    ...textSection('Why', items(explanation.why), width, paint),
    ...textSection('Evidence', explanation.evidence.map(({ label, value }) => `${plain(label)}: ${plain(value, evidenceLimit)}`), width, paint),
    ...textSection('Documentation', explanation.links.filter(({ url }) => isDocumentationUrl(url)).map(({ title, url }) => `${plain(title)}: ${plain(url)}`), width, paint),
  ];
  return lines.join('\n') + '\n';
}

/** The catalogue's own page on an entry, for a terminal. */
export function entryText({ code, title, about }: CatalogueEntry, options: TextOptions): string {
  // An entry reads like an explanation of nothing in particular.
  const part = { kind: 'request-line' } as const;
  return explanationText({ code, severity: 'information', headline: `${title} (${code})`, part, ...about, evidence: [], fixes: [] }, options);
}

/**
 * `text` as Markdown that shows exactly `text`, on one line. All ASCII punctuation is escaped: also
 * `:`, `.` and `@`, without which no renderer makes links of bare addresses.
 */
export function escapeMarkdown(text: string): string {
  return plain(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

function markdownStatement({ text, certainty }: Statement): string {
  return `${escapeMarkdown(text)} *(${certaintyWord[certainty]})*`;
}

const certaintyWord: Readonly<Record<Certainty, string>> = { documented: 'documented', observed: 'observed', inferred: 'inferred' };

function markdownSection(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`**${title}**`, items.map((item) => `- ${item}`).join('\n')];
}

function markdownLinks(links: Explanation['links']): readonly string[] {
  return links.filter(({ url }) => isDocumentationUrl(url)).map(({ title, url }) => `[${escapeMarkdown(title)}](${linkTarget(url)})`);
}

/** The vendor's `help` becomes a link when it leads to DT's documentation; any other text stays text. */
function markdownValue(value: string): string {
  const shown = escapeMarkdown(plain(value, evidenceLimit));
  return isDocumentationUrl(value) ? `[${shown}](${linkTarget(value)})` : shown;
}

/** The address as the URL parser writes it, with what could end a Markdown link encoded. */
function linkTarget(url: string): string {
  return new URL(url).href.replace(/[()<>[\]\\\s"'`*_]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function textSection(title: string, items: readonly string[], width: number, paint: Painter): readonly string[] {
  if (items.length === 0) return [];
  return ['', paint(title, 'bold'), ...items.flatMap((item) => wrap(item, width, '  '))];
}

/** Breaks at blanks, and inside a word that is longer than a line unless it is an address. Lines after the first are indented more. */
function wrap(text: string, width: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  const hanging = indent === '' ? '' : `${indent}  `;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    let rest = word;
    if (!isEmpty && line.length + 1 + rest.length > width) {
      lines.push(line);
      [line, isEmpty] = [hanging, true];
    }
    while (line.length + rest.length > width && isEmpty && !/https?:\/\//.test(rest)) {
      const room = Math.max(width - line.length, 1);
      lines.push(line + rest.slice(0, room));
      [line, rest] = [hanging, rest.slice(room)];
    }
    line += isEmpty ? rest : ` ${rest}`;
    isEmpty = false;
  }
  return [...lines, line];
}

type Style = 'bold' | 'red' | 'yellow' | 'cyan';
type Painter = (text: string, style: Style) => string;

const severityColor: Readonly<Record<Explanation['severity'], Style>> = { error: 'red', warning: 'yellow', information: 'cyan' };
const ansi: Readonly<Record<Style, number>> = { bold: 1, red: 31, yellow: 33, cyan: 36 };

function painter(isOn: boolean): Painter {
  return (text, style) => (isOn ? `\u001b[${ansi[style]}m${text}\u001b[0m` : text);
}
