import type { Finding, FindingData, Severity } from '../../base/finding';
import type { Span } from '../../base/text';

/** Every code that the language can find, with how bad it is. An error keeps the request from being sent. */
const severities = {
  'variable.undefined': 'error',
  'variable.used-before-definition': 'error',
  'variable.assignment': 'error',
  'variable.no-value': 'error',
  'variable.name': 'error',
  'variable.too-long': 'error',
  'variable.system-unknown': 'error',
  'variable.system-arguments': 'error',
  'reference.script': 'error',
  'reference.not-supported-yet': 'error',
  'value.line-break': 'error',
  'value.blank': 'error',
  'value.not-unicode': 'error',
  'value.not-utf8': 'error',
  'secret.missing': 'error',
  'environment.malformed': 'error',
  'environment.shape': 'error',
  'environment.value': 'error',
  'environment.duplicate': 'warning',
  'environment.unknown': 'error',
  'environment.broken': 'error',
  'request-line.version': 'error',
  'method.not-in-api': 'warning',
  'target.missing': 'error',
  'target.character': 'error',
  'target.scheme': 'error',
  'target.userinfo': 'error',
  'target.host': 'error',
  'target.missing-slash': 'error',
  'target.unknown-form': 'error',
  'target.base': 'error',
  'target.host-differs': 'error',
  'target.host-directive': 'error',
  'target.emulator-only': 'error',
  'query.mark': 'error',
  'header.no-colon': 'error',
  'header.at-sign': 'error',
  'header.name': 'error',
  'header.character': 'error',
  'header.not-sendable': 'error',
  'header.repeated-host': 'error',
  'header.basic-plain': 'error',
  'body.comment-line': 'error',
  'body.json': 'error',
  'body.only-comments': 'error',
  'body.look-alike': 'error',
  'body.request-line': 'error',
  'body.no-content-type': 'hint',
  'body.file-not-supported-yet': 'error',
  'body.multipart-not-supported-yet': 'error',
  'save.not-supported-yet': 'error',
  'construct.refused': 'error',
  'directive.unknown': 'warning',
  'directive.not-yet': 'error',
  'directive.argument': 'error',
  'directive.repeated': 'error',
  'name.duplicate': 'error',
  'name.taken-by-variable': 'error',
  'expect.syntax': 'error',
  'expect.not-yet': 'error',
  'request.disabled': 'information',
} as const satisfies Record<string, Severity>;

/** A code of the language layer. */
export type FindingCode = keyof typeof severities;

/** All codes of the language layer; each has words in `insight/words.ts`. */
export const findingCodes: readonly FindingCode[] = Object.keys(severities) as FindingCode[];

/** A finding of the language layer; its severity follows from the code. Undefined data is left out. */
export function finding(code: FindingCode, span: Span, data: Readonly<Record<string, FindingData[string] | undefined>> = {}): Finding {
  const known = Object.entries(data).filter((entry): entry is [string, FindingData[string]] => entry[1] !== undefined);
  return { code, severity: severities[code], span: { start: span.start, end: span.end }, data: Object.fromEntries(known) };
}

/** Whether one of them keeps the request from being sent. */
export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** In order of place, the same code at the same place once. */
export function tidy(findings: readonly Finding[]): readonly Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const each of findings) {
    const key = `${each.code} ${each.span.start} ${each.span.end}`;
    if (!byPlace.has(key)) byPlace.set(key, each);
  }
  return [...byPlace.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
