import { plainText } from '../base/plainText';
import { isCoded } from './codedEntry';
import type { CatalogueEntry } from './entry';
import { entryByCode, ofStatus, specialCases } from './lookUp';
import { escapeMarkdown, markdownLinks, markdownSection, markdownStatement } from './markdown';
import { plain } from './say';
import { statusTitle } from './statusTitle';
import { painter, type TextOptions, textLinks, textSection, textStatements, wrap } from './terminalText';

/** The address of the catalogue's page on a code, as the place where it is shown wants it. */
export type LinkTo = (code: string) => string;

/** The user's own entries, and how a page is linked to. */
export interface PageOptions {
  /** Default: none. */
  readonly more?: readonly CatalogueEntry[];
  /** Default: pages are named, and not linked to. */
  readonly linkTo?: LinkTo;
}

/** The catalogue's page on a code, as Markdown. */
export function pageMarkdown(code: string, options: PageOptions = {}): string {
  const entry = entryByCode(code, options.more);
  return entry ? entryMarkdown(entry, options) : `### ${escapeMarkdown(code)}\n\nThere is no such entry in the catalogue.\n`;
}

/** The catalogue's own page on an entry, as Markdown. */
export function entryMarkdown(entry: CatalogueEntry, options: PageOptions = {}): string {
  const general = entry.of === undefined ? undefined : entryByCode(entry.of, options.more);
  const example = exampleOf(entry);
  return [
    `### ${escapeMarkdown(entry.title)}`,
    ...statusLine(entry).map(escapeMarkdown),
    ...briefMarkdown(entry),
    ...markdownSection('Earlier documentation', (entry.about.earlier ?? []).map(escapeMarkdown)),
    ...(example === undefined ? [] : [`**${exampleTitle(example)}**`, `\`\`\`dt-http\n${example}\n\`\`\``]),
    ...markdownSection('Special cases', specialCases(entry, options.more).map((each) => caseMarkdown(each, options))),
    ...markdownSection('In general', general ? [caseMarkdown(general, options)] : []),
    ...markdownSection('Documentation', markdownLinks(entry.about.links)),
    ...lastLines(entry).map(escapeMarkdown),
  ].join('\n\n') + '\n';
}

/** Entries of a hover on a status that are shown with all they say; the others are named. */
const mostInHover = 3;

/** What the catalogue says of a bare status number, for a hover: it in general, and a line for each special case. Undefined when it says nothing. */
export function statusMarkdown(status: number, options: PageOptions = {}): string | undefined {
  const { general, special } = ofStatus(status, options.more);
  if (general.length + special.length === 0) return undefined;
  const shown = general.slice(0, mostInHover);
  const whole = shown.map((entry) => hoverBlocks(entry, options).join('\n\n'));
  // Those of the entries that are shown stand with them.
  const others = special.filter(({ of }) => !shown.some(({ code }) => code === of));
  const lines = [
    ...markdownSection('Special cases', others.map((each) => caseMarkdown(each, options))),
    ...markdownSection('More', general.slice(mostInHover).map((each) => caseMarkdown(each, options))),
  ];
  return [whole.join('\n\n---\n\n'), ...lines].filter((block) => block !== '').join('\n\n') + '\n';
}

/** What the catalogue says of a code, for a hover; undefined when it has none. */
export function codeMarkdown(code: string, options: PageOptions = {}): string | undefined {
  const entry = entryByCode(code, options.more);
  return entry && `${hoverBlocks(entry, options).join('\n\n')}\n`;
}

/** An entry in a hover; one that is not DT's says first where it is from. */
function hoverBlocks(entry: CatalogueEntry, options: PageOptions): readonly string[] {
  return [
    ...(isCoded(entry) ? [escapeMarkdown(`From the catalogue "${plain(entry.catalogue, 100)}", for answers with the code ${entry.code}:`)] : []),
    `### ${escapeMarkdown(entry.title)}`,
    ...briefMarkdown(entry),
    ...markdownSection('Special cases', specialCases(entry, options.more).map((each) => caseMarkdown(each, options))),
    ...markdownSection('Documentation', markdownLinks(entry.about.links)),
    ...(isCoded(entry) ? [] : lastLines(entry).slice(0, 1).map(escapeMarkdown)),
  ];
}

function briefMarkdown({ about }: CatalogueEntry): readonly string[] {
  return [...markdownSection('Do this', about.doThis.map(markdownStatement)), ...markdownSection('Why', about.why.map(markdownStatement))];
}

function caseMarkdown(entry: CatalogueEntry, { linkTo }: PageOptions): string {
  const shown = escapeMarkdown(caseTitle(entry));
  return `${linkTo ? `[${shown}](${linkTo(entry.code)})` : shown}: ${escapeMarkdown(entry.code)}`;
}

/** The catalogue's own page on an entry, for a terminal. */
export function entryText(entry: CatalogueEntry, options: TextOptions, more: readonly CatalogueEntry[] = []): string {
  const paint = painter(options.color === true);
  const width = Math.max(20, options.width);
  const { code, title, about, of } = entry;
  const example = exampleOf(entry);
  const general = of === undefined ? undefined : entryByCode(of, more);
  const lines = [
    ...wrap(plain(`${title} (${code})`), width, '').map((line) => paint(line, 'cyan')),
    ...statusLine(entry),
    ...textSection('Do this', textStatements(about.doThis), width, paint),
    ...textSection('Why', textStatements(about.why), width, paint),
    ...textSection('Earlier documentation', about.earlier ?? [], width, paint),
    ...(example === undefined ? [] : ['', paint(exampleTitle(example), 'bold'), ...example.split('\n').map((line) => `  ${line}`.trimEnd())]),
    ...textSection('Special cases', specialCases(entry, more).map(caseText), width, paint),
    ...textSection('In general', general ? [caseText(general)] : [], width, paint),
    ...textSection('Documentation', textLinks(about.links), width, paint),
    ...textSection('Also', lastLines(entry).slice(1), width, paint),
  ];
  return lines.join('\n') + '\n';
}

/** What a bare status number means, for a terminal: each general entry, and a line for each special case. Empty when the catalogue says nothing. */
export function statusText(status: number, options: TextOptions, more: readonly CatalogueEntry[] = []): string {
  const { general, special } = ofStatus(status, more);
  const pages = general.map((entry) => entryText(entry, options, more));
  if (general.some(({ code }) => special.some(({ of }) => of === code)) || special.length === 0) return pages.join('\n');
  const lines = textSection('Special cases', special.map(caseText), Math.max(20, options.width), painter(options.color === true));
  return [...pages, `${lines.slice(pages.length === 0 ? 1 : 0).join('\n')}\n`].join('');
}

function caseText(entry: CatalogueEntry): string {
  return plain(`${caseTitle(entry)}: ${entry.code}`);
}

/** Among cases of one status the title need not begin with it. */
function caseTitle({ title, status }: CatalogueEntry): string {
  const general = status === undefined ? '' : `${statusTitle(status)}: `;
  return general !== '' && title.startsWith(general) ? title.slice(general.length) : title;
}

/** An entry as a line of a list, in plain text. */
export interface EntryLine {
  readonly title: string;
  readonly code: string;
  /** The first of the reasons. */
  readonly sentence: string;
}

/** An entry as a line of a list. */
export function entryLine({ code, title, about }: CatalogueEntry): EntryLine {
  return { title: plain(title, 200), code: plain(code, 200), sentence: plain(about.why[0]?.text ?? '', 200) };
}

/** `Status: 404 Not Found`, unless the title says so. */
function statusLine({ status, title }: CatalogueEntry): readonly string[] {
  return status === undefined || title.includes(String(status)) ? [] : [`Status: ${statusTitle(status)}`];
}

/** The sandbox fails on demand; other servers know nothing of that header. */
function exampleTitle(example: string): string {
  return `Example${example.includes('X-Sandbox-Fault') ? ', in the sandbox' : ''}`;
}

/**
 * What a reader can make something of: without the marks, which only the tests need. Undefined for a
 * request to a server that only the tests have.
 */
function exampleOf({ example }: CatalogueEntry): string | undefined {
  return example === undefined || /\{\{\w*Host\}\}/.test(example) ? undefined : plainText(example.replace(/[⟦⟧]/g, ''));
}

/** The code, where it is from, and what else is known of it. */
function lastLines(entry: CatalogueEntry): readonly string[] {
  return [
    `Code: ${entry.code}`,
    ...(isCoded(entry) ? [`From the catalogue "${plain(entry.catalogue, 100)}", for answers with this code.`] : []),
    ...(entry.isForeseen === true ? ['Seen before the send: such a request is marked while you write it.'] : []),
  ];
}
