import type { Endpoint, QueryParameter } from '../../../api/description';
import { endpointFacts, parameterFacts, parameterWords, withoutSources } from '../apiFacts';

/** `text` as Markdown that shows exactly that. */
export function escaped(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** Characters that the editor shows of a row, about: a description takes its room from the label. */
const rowLength = 48;

/** As much of a title as has room beside `label`, for a proposal's description; nothing where that is too little. */
export function beside(label: string, title: string): { readonly description?: string } {
  const description = cut(title, rowLength - label.length);
  return description.length < 8 && description !== title ? {} : { description };
}

/** As many of the first words as have room. */
function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(0, room)).replace(/\s*\S*$/, '')}…`;
}

/** The least that is shown of a title, and what it should have beside a custom method. */
const leastTitle = 24;
const wantedTitle = 28;

/** Characters that are left beside a description, which is in smaller letters behind a gap and in front of an edge. */
export function besideDescription({ length }: string): number {
  return Math.floor(rowLength - 5 - length * 0.84);
}

/**
 * A title with the endpoint at its right. Where both have no room that one loses its words, never its custom method: `…/dev…:transfer`.
 *
 * @param words End of the path, or where it begins and its end: `…/devices`, `/org…/members`.
 * @param verb With its colon; empty without one.
 */
export function titleRow(title: string, method: string, words: string, verb: string): { readonly label: string; readonly description: string } {
  const full = `${method} ${words}${verb}`;
  const isShort = verb !== '' && besideDescription(full) < Math.min(title.length, wantedTitle);
  const description = isShort ? `${method} ${words.startsWith('/org…') ? '/org…' : words.replace(/(\/\w{3}).*/, '$1…')}${verb}` : full;
  return { label: cut(title, Math.max(leastTitle, besideDescription(description))), description };
}

/** What there is to know about an endpoint before it is called, as Markdown. */
export function endpointText(endpoint: Endpoint): string {
  const { method, path, summary } = endpoint;
  return paragraphs(`**${escaped(`${method} ${path}`)}**`, escaped(withoutSources(summary)), escaped(endpointFacts(endpoint).join(' · ')));
}

/** The same of a query parameter. */
export function parameterText(parameter: QueryParameter): string {
  return paragraphs(escaped(withoutSources(parameterWords(parameter))), escaped(parameterFacts(parameter).join(' · ')));
}

function paragraphs(...all: readonly string[]): string {
  return all.filter((each) => each !== '').join('\n\n');
}

/** Faint behind the label: the type, and whether it has to be there. */
export function parameterDetail({ type, repeated, required }: QueryParameter): string {
  return ` ${type}${repeated ? '[]' : ''}${required ? ' required' : ''}`;
}
