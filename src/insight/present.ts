import type { Explanation } from './entry';
import { escapeMarkdown, linkTarget, markdownLinks, markdownSection, markdownStatement } from './markdown';
import { plain } from './say';
import { painter, severityColor, type TextOptions, textLinks, textSection, textStatements, wrap } from './terminalText';
import { isDocumentationUrl } from './vendorError';

/** Longest evidence value shown; the record holds more. */
const evidenceLimit = 300;

/** Headlines of marks that are listed unless the caller wants another number. */
const listedMarks = 10;

export interface MarkdownOptions {
  /** Whether the headline comes first; a diagnostic's hover shows it already. Default: yes. */
  readonly headline?: boolean;
  /** How many of the marks are listed. Default: 10. */
  readonly marks?: number;
}

/**
 * The explanation as Markdown for a hover: headline, *Do this*, *Why*, *One by one*, *Evidence*,
 * *Documentation*.
 *
 * Every text is escaped, so that nothing in it becomes Markdown, HTML, an image or a link. Links
 * lead to DT's documentation hosts, or show in full where they lead.
 */
export function explanationMarkdown(explanation: Explanation, { headline = true, marks = listedMarks }: MarkdownOptions = {}): string {
  return [
    ...(headline ? [`**${escapeMarkdown(explanation.headline)}**`] : []),
    ...markdownSection('Do this', explanation.doThis.map(markdownStatement)),
    ...markdownSection('Why', explanation.why.map(markdownStatement)),
    ...markdownSection('One by one', markLines(explanation, marks).map(escapeMarkdown)),
    ...markdownSection('Evidence', explanation.evidence.map(({ label, value }) => `${escapeMarkdown(label)}: ${markdownValue(value)}`)),
    ...markdownSection('Documentation', markdownLinks(explanation.links)),
  ].join('\n\n') + '\n';
}

/** The headlines of the further words to blame: so many, and how many are left. */
function markLines({ marks = [] }: Explanation, most: number): readonly string[] {
  if (most <= 0) return [];
  const rest = marks.length - most;
  return [...marks.slice(0, most).map(({ headline }) => headline), ...(rest > 0 ? [`and ${rest} more`] : [])];
}

/**
 * The explanation for a terminal: the same sections and its code, wrapped to the width but for an address, which
 * would be broken by it. Ends with a line feed.
 */
export function explanationText(explanation: Explanation, { width: columns, color = false, marks = 0, fixes = [] }: TextOptions): string {
  const paint = painter(color);
  const width = Math.max(20, columns);
  const lines = [
    ...wrap(plain(explanation.headline), width, '').map((line) => paint(line, severityColor[explanation.severity])),
    ...textSection('Do this', textStatements(explanation.doThis), width, paint),
    ...textSection('Fixes', fixes.map((line) => plain(line)), width, paint),
    ...textSection('Why', textStatements(explanation.why), width, paint),
    ...textSection('One by one', markLines(explanation, marks).map((line) => plain(line)), width, paint),
    ...textSection('Evidence', explanation.evidence.map(({ label, value }) => `${plain(label)}: ${plain(value, evidenceLimit)}`), width, paint),
    ...textSection('Documentation', textLinks(explanation.links), width, paint),
    ...textSection('Code', [explanation.code], width, paint),
  ];
  return lines.join('\n') + '\n';
}

/** The vendor's `help` becomes a link when it leads to DT's documentation; any other text stays text. */
function markdownValue(value: string): string {
  const shown = escapeMarkdown(plain(value, evidenceLimit));
  return isDocumentationUrl(value) ? `[${shown}](${linkTarget(value)})` : shown;
}
