import type { Certainty } from '../http/requestPart';
import type { Explanation, Statement } from './entry';
import { plain } from './say';
import { isDocumentationUrl } from './vendorError';

/*
 * Markdown in which every text is escaped, so that nothing in it becomes Markdown, HTML, an image or
 * a link. Links lead to DT's documentation hosts, or show in full where they lead.
 */

/**
 * `text` as Markdown that shows exactly `text`, on one line. All ASCII punctuation is escaped: also
 * `:`, `.` and `@`, without which no renderer makes links of bare addresses.
 */
export function escapeMarkdown(text: string): string {
  return plain(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** A sentence, and how sure it is. */
export function markdownStatement({ text, certainty }: Statement): string {
  return `${escapeMarkdown(text)} *(${certaintyWord[certainty]})*`;
}

const certaintyWord: Readonly<Record<Certainty, string>> = { documented: 'documented', observed: 'observed', inferred: 'inferred' };

/** A heading and its items; nothing without any. */
export function markdownSection(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`**${title}**`, items.map((item) => `- ${item}`).join('\n')];
}

/** Links that may be one. */
export function markdownLinks(links: Explanation['links']): readonly string[] {
  return links.filter(mayBeLink).map(({ title, url }) => `[${escapeMarkdown(title)}](${linkTarget(url)})`);
}

/** Links are of the catalogues, never of an answer; one of the user's leads to any https address and shows it. */
export function mayBeLink({ title, url }: Explanation['links'][number]): boolean {
  return isDocumentationUrl(url) || (title === url && isPlainHttps(url));
}

function isPlainHttps(url: string): boolean {
  if (!/^https:\/\//.test(url) || !URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username === '' && password === '';
}

/** The address as the URL parser writes it, with what could end a Markdown link encoded. */
export function linkTarget(url: string): string {
  return new URL(url).href.replace(/[()<>[\]\\\s"'`*_]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
