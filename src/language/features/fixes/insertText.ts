import type { Finding } from '../../../base/finding';
import type { RequestFile } from '../../syntax/nodes';
import { blockAt, lineAt } from '../../syntax/queries';
import { promptCalled } from '../../plan/prompts';
import { mentionsCalled } from '../navigation/mentions';
import { type FindingFix, type FixMaker, lineEndOf, offsetIn, textIn } from './fix';

/** Puts the missing slash in front of a path. */
export const fixSlash: FixMaker = {
  codes: ['target.missing-slash'],
  create: ({ span }) => [{ title: 'Add the missing /', edits: [{ span: { start: span.start, end: span.start }, newText: '/' }], preferred: true }],
};

/** `{{name}}` → `{{%name}}`: the value is encoded when it is inserted. */
export const fixBlankValue: FixMaker = {
  codes: ['value.blank'],
  create(finding) {
    const start = offsetIn(finding, 'nameStart');
    const name = textIn(finding, 'name') ?? '';
    return start === undefined ? [] : [{ title: `Percent-encode the value: {{%${name}}}`, edits: [{ span: { start, end: start }, newText: '%' }], preferred: false }];
  },
};

/** Says that the body is JSON. */
export const fixContentType: FixMaker = {
  codes: ['body.no-content-type'],
  create(finding, file) {
    const start = offsetIn(finding, 'insertAt');
    return start === undefined ? [] : [{ title: 'Add Content-Type: application/json', edits: [{ span: { start, end: start }, newText: `Content-Type: application/json${lineEndOf(file)}` }], preferred: true }];
  },
};

/** Two readings of text that looks like a request: the start of another block, or text that is to be sent. */
export const fixForgottenSeparator: FixMaker = {
  codes: ['body.request-line'],
  create(finding, file) {
    const start = offsetIn(finding, 'blockStart');
    if (start === undefined) return [];
    return [{ title: 'Start a block with ###', edits: [{ span: { start, end: start }, newText: `###${lineEndOf(file)}` }], preferred: true }, ...sendAsText(finding, file)];
  },
};

/** Writes a line as the construct that it looks like, or sends it. */
export const fixLookAlike: FixMaker = {
  codes: ['body.look-alike'],
  create(finding, file) {
    const { span } = finding;
    const correct = textIn(finding, 'correct');
    if (correct === undefined) return [];
    const isThere = file.text.slice(span.start, span.end) === correct;
    return [...(isThere ? [] : [{ title: `Change to ${correct}`, edits: [{ span, newText: correct }], preferred: false }]), ...sendAsText(finding, file)];
  },
};

function sendAsText(finding: Finding, file: RequestFile): readonly FindingFix[] {
  const start = offsetIn(finding, 'insertAt');
  return start === undefined ? [] : [{ title: 'Send it: add Content-Type: text/plain', edits: [{ span: { start, end: start }, newText: `Content-Type: text/plain${lineEndOf(file)}` }], preferred: false }];
}

/** Two readings of a body of comments: the start of another block, or text that is to be sent. */
export const fixOnlyComments: FixMaker = {
  codes: ['body.only-comments'],
  create(finding, file) {
    const body = offsetIn(finding, 'bodyStart');
    if (body === undefined) return [];
    return [{ title: 'Start a block with ###', edits: [{ span: { start: body, end: body }, newText: `###${lineEndOf(file)}` }], preferred: false }, ...sendAsText(finding, file)];
  },
};

/** Starts a comment at column 1. */
export const fixIndented: FixMaker = {
  codes: ['comment.indented'],
  create(finding) {
    const start = offsetIn(finding, 'lineStart');
    return start === undefined ? [] : [{ title: 'Remove the blanks in front', edits: [{ span: { start, end: finding.span.start }, newText: '' }], preferred: true }];
  },
};

/** Words of other languages, and what JSON calls them. */
const jsonWords: Readonly<Record<string, string>> = { True: 'true', TRUE: 'true', False: 'false', FALSE: 'false', None: 'null', NULL: 'null', Null: 'null', nil: 'null', undefined: 'null' };

/** Characters of the longest text in other quotes that is mended. */
const longestString = 500;

/** Mends what is no JSON yet where it is plain what was meant: a comma too many or too few, and what other languages write otherwise. */
export const fixJson: FixMaker = {
  codes: ['body.json'],
  create(finding, { text }) {
    const { span } = finding;
    const written = text.slice(span.start, span.end);
    // What came by a reference, or out of a file, is not mended here.
    if (finding.data['inserted'] !== false || finding.data['file'] !== undefined) return [];
    const replace = (title: string, newText: string): readonly FindingFix[] => [{ title, edits: [{ span, newText }], preferred: true }];
    const before = text.slice(0, span.start).trimEnd().length;
    switch (textIn(finding, 'problem')) {
      case 'TrailingComma':
        return written === ',' ? replace('Remove the comma', '') : [];
      case 'PropertyNameExpected':
      case 'ValueExpected':
        return written === ',' && text[before - 1] === ',' ? replace('Remove the comma', '') : [];
      case 'CommaExpected':
        return /^["[{]/.test(written) ? [{ title: 'Add the missing comma', edits: [{ span: { start: before, end: before }, newText: ',' }], preferred: true }] : [];
      case 'InvalidSymbol': {
        // The parser takes it for a word, which ends at a blank.
        const [whole = '', quoted] = /^['‘’“”]([^'"‘’“”\\\r\n]*)['‘’“”](?=\s*(?:[,:}\]]|$))/.exec(text.slice(span.start, span.start + longestString)) ?? [];
        if (quoted !== undefined) return [{ title: 'Use double quotes', edits: [{ span: { start: span.start, end: span.start + whole.length }, newText: `"${quoted}"` }], preferred: true }];
        if (/^[A-Za-z_$][\w$-]*$/.test(written) && /^\s*:/.test(text.slice(span.end, span.end + 100))) return replace('Put the name in quotes', `"${written}"`);
        const word = Object.hasOwn(jsonWords, written) ? jsonWords[written] : undefined;
        return word === undefined ? [] : replace(`Change to ${word}`, word);
      }
      default:
        return [];
    }
  },
};

/** Mentions of a name that are looked at for its first use. */
const mostMentions = 100;

/** Defines a variable that nothing resembles, above the first request of the file that uses it, or above the line that does so further up. */
export const fixUndefined: FixMaker = {
  codes: ['variable.undefined'],
  create(finding, file) {
    const name = textIn(finding, 'name') ?? '';
    if (textIn(finding, 'suggestion') !== undefined || !/^[A-Za-z_][\w-]*$/.test(name)) return [];
    // Below its first use it would be an error there.
    const first = mentionsCalled(file, name, mostMentions).find(({ role, span }) => role === 'reference' && !promptCalled(file, blockAt(file, span.start), name));
    const line = lineAt(file, Math.min(finding.span.start, first?.span.start ?? Infinity)).start;
    const start = Math.min(line, blockAt(file, line).request?.line.start ?? line);
    return [{ title: `Define @${name} above`, edits: [{ span: { start, end: start }, newText: `@${name} = ${lineEndOf(file)}` }], preferred: false }];
  },
};

/** `:=` → `=`. */
export const fixAssignment: FixMaker = {
  codes: ['variable.assignment'],
  create(finding) {
    const start = offsetIn(finding, 'operatorStart');
    return start === undefined ? [] : [{ title: 'Use =', edits: [{ span: { start, end: start + 2 }, newText: '=' }], preferred: true }];
  },
};
