import type { Finding, FindingData } from '../base/finding';
import type { Certainty } from '../http/requestPart';
import { entryByCode } from '../insight/lookUp';
import { escapeMarkdown, markdownLinks, markdownSection, markdownStatement } from '../insight/markdown';
import type { Statement } from '../insight/entry';
import type { LinkTo } from '../insight/pages';

/**
 * What is foreseen, as Markdown for a hover below its headline: *Do this* and *Why* of this very
 * request, and *Documentation*, the page of the catalogue first. Every text in it is escaped.
 *
 * @returns Undefined for a finding that the catalogue did not foresee.
 */
export function foreseenMarkdown({ code, data }: Pick<Finding, 'code' | 'data'>, linkTo: LinkTo): string | undefined {
  const entry = entryByCode(code);
  const doThis = statementIn(data, 'doThis');
  if (!entry || !doThis) return undefined;
  const why = statementIn(data, 'why');
  return [
    ...markdownSection('Do this', [markdownStatement(doThis)]),
    ...markdownSection('Why', why ? [markdownStatement(why)] : []),
    ...markdownSection('Documentation', [`[${escapeMarkdown(`All about ${code}`)}](${linkTo(code)})`, ...markdownLinks(entry.about.links)]),
  ].join('\n\n') + '\n';
}

function statementIn(data: FindingData, name: string): Statement | undefined {
  const value = data[name];
  if (!Array.isArray(value)) return undefined;
  const [text, certainty] = value.map(String);
  return text !== undefined && isCertainty(certainty) ? { text, certainty } : undefined;
}

function isCertainty(text: string | undefined): text is Certainty {
  return text === 'documented' || text === 'observed' || text === 'inferred';
}
