import type { Finding } from '../../../base/finding';
import type { RequestFile } from '../../syntax/nodes';
import { lineAt } from '../../syntax/queries';
import { type FindingFix, type FixMaker, offsetIn, textIn } from './fix';
import { free } from './foreign/fixes';

/** Puts a text in the place of the finding. */
function replacement({ span }: Finding, newText: string | undefined, preferred: boolean): readonly FindingFix[] {
  return newText === undefined ? [] : [{ title: `Change to ${newText}`, edits: [{ span, newText }], preferred }];
}

/** Did you mean …? For variables, references, and the words of directives. */
export const fixSpelling: FixMaker = {
  codes: ['variable.undefined', 'variable.system-unknown', 'variable.system-arguments', 'reference.unknown-request', 'expect.syntax', 'directive.argument'],
  create: (finding) => replacement(finding, textIn(finding, 'suggestion'), false),
};

/** Accounts that are offered in place of one that is not there. */
const mostAccounts = 3;

/** One of the accounts that there are, the nearest name first; or the missing one is added. Which an environment names is not in this file. */
export const fixAccount: FixMaker = {
  codes: ['account.unknown'],
  create(finding) {
    const { known, from } = finding.data;
    const names = [textIn(finding, 'suggestion'), ...(Array.isArray(known) ? known.map(String) : [])].filter((name) => name !== undefined);
    const others = typeof from === 'string' ? [] : [...new Set(names)].slice(0, mostAccounts).flatMap((name) => replacement(finding, name, false));
    return [...others, { title: 'Add a service account…', edits: [], preferred: false, action: 'add-account' }];
  },
};

/** A reference into an answer, written as this language has it. */
export const fixChained: FixMaker = {
  codes: ['reference.chained', 'reference.not-chained'],
  create(finding) {
    const [start, end] = [offsetIn(finding, 'nameStart'), offsetIn(finding, 'nameEnd')];
    const correct = textIn(finding, 'suggestion');
    if (start === undefined || end === undefined || correct === undefined) return [];
    return [{ title: `Change to {{${correct}}}`, edits: [{ span: { start, end }, newText: correct }], preferred: false }];
  },
};

/** A name with the next number that is free. */
export const fixDuplicateName: FixMaker = {
  codes: ['name.duplicate'],
  create(finding, file) {
    const [, words = '', number = '1'] = /^(.*?[A-Za-z_])(\d{1,9})?$/.exec(textIn(finding, 'name') ?? '') ?? [];
    if (words === '') return [];
    const newText = free(file, words, Number(number) + 1);
    return [{ title: `Call it ${newText}`, edits: [{ span: finding.span, newText }], preferred: false }];
  },
};

/** Did you mean …? The finding spans the `@` too. */
export const fixDirective: FixMaker = {
  codes: ['directive.unknown'],
  create(finding) {
    const suggestion = textIn(finding, 'suggestion');
    return replacement(finding, suggestion && `@${suggestion}`, false);
  },
};

/** Writes characters that cannot stand in a target in their encoded form; takes those out that nobody sees. */
export const fixEncoding: FixMaker = {
  codes: ['target.character'],
  create(finding, file) {
    const written = file.text.slice(finding.span.start, finding.span.end);
    // Characters of an inserted value are marked on its reference, which must not be replaced by them.
    if (written !== textIn(finding, 'characters')) return [];
    return textIn(finding, 'invisible') === undefined ? replacement(finding, textIn(finding, 'encoded'), true) : [removal(finding, file)];
  },
};

/** Between a method and its target the character stood for the blank; anywhere else it goes. */
function removal({ span }: Finding, file: RequestFile): FindingFix {
  const line = lineAt(file, span.start);
  const before = file.text.slice(line.start, span.start);
  const isGap = line.kind === 'request-line' && !line.method && /^\s*(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/i.test(before) && /\S/.test(file.text.slice(span.end, line.end));
  return isGap
    ? { title: 'Change the invisible character to a blank', edits: [{ span, newText: ' ' }], preferred: true }
    : { title: 'Remove the invisible character', edits: [{ span, newText: '' }], preferred: true };
}

/** What another tool writes differently. */
export const fixElsewhere: FixMaker = {
  codes: ['construct.elsewhere'],
  create: (finding) => replacement(finding, textIn(finding, 'correct'), true),
};

/** The one version there is. */
export const fixVersion: FixMaker = {
  codes: ['request-line.version'],
  create: (finding) => replacement(finding, 'HTTP/1.1', true),
};

/** A name in an answer that is near; one in brackets would have to be quoted. */
export const fixMissing: FixMaker = {
  codes: ['reference.no-value'],
  create(finding, file) {
    const suggestion = textIn(finding, 'suggestion') ?? '';
    const isPlain = /^[\w-]+$/.test(suggestion) && (textIn(finding, 'problem') === 'no-header' || /^[A-Za-z_]\w*$/.test(suggestion));
    return isPlain && file.text.slice(finding.span.start, finding.span.end) === textIn(finding, 'name') ? replacement(finding, suggestion, false) : [];
  },
};

/** `?` in front of the first parameter, `&` in front of the others. */
export const fixQueryMark: FixMaker = {
  codes: ['query.mark'],
  create: (finding) => replacement(finding, textIn(finding, 'expected'), true),
};
