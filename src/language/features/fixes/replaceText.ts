import type { Finding } from '../../../base/finding';
import { type FindingFix, type FixMaker, textIn } from './fix';

/** Puts a text in the place of the finding. */
function replacement({ span }: Finding, newText: string | undefined, preferred: boolean): readonly FindingFix[] {
  return newText === undefined ? [] : [{ title: `Replace by ${newText}`, edits: [{ span, newText }], preferred }];
}

/** Did you mean …? For variables, system variables and references. */
export const fixSpelling: FixMaker = {
  codes: ['variable.undefined', 'variable.system-unknown'],
  create: (finding) => replacement(finding, textIn(finding, 'suggestion'), false),
};

/** Did you mean …? The finding spans the `@` too. */
export const fixDirective: FixMaker = {
  codes: ['directive.unknown'],
  create(finding) {
    const suggestion = textIn(finding, 'suggestion');
    return replacement(finding, suggestion && `@${suggestion}`, false);
  },
};

/** Writes characters that cannot stand in a target in their encoded form. */
export const fixEncoding: FixMaker = {
  codes: ['target.character'],
  create(finding, file) {
    const written = file.text.slice(finding.span.start, finding.span.end);
    // Characters of an inserted value are marked on its reference, which must not be replaced by them.
    return written === textIn(finding, 'characters') ? replacement(finding, textIn(finding, 'encoded'), true) : [];
  },
};

/** The one version there is. */
export const fixVersion: FixMaker = {
  codes: ['request-line.version'],
  create: (finding) => replacement(finding, 'HTTP/1.1', true),
};

/** The verb that the API has there, when it has one only. */
export const fixMethod: FixMaker = {
  codes: ['method.not-in-api'],
  create(finding) {
    const { allowed, isWritten } = finding.data;
    return Array.isArray(allowed) && allowed.length === 1 && isWritten === true ? replacement(finding, String(allowed[0]), true) : [];
  },
};

/** `?` in front of the first parameter, `&` in front of the others. */
export const fixQueryMark: FixMaker = {
  codes: ['query.mark'],
  create: (finding) => replacement(finding, textIn(finding, 'expected'), true),
};
