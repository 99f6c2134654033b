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
  'variable.unused': 'hint',
  'variable.shadowed': 'information',
  'variable.system-unknown': 'error',
  'variable.system-arguments': 'error',
  'variable.system-missing': 'error',
  'variable.system-forbidden': 'error',
  'reference.script': 'error',
  'reference.request-alone': 'error',
  'reference.not-chained': 'error',
  'reference.chained': 'error',
  'reference.unknown-request': 'error',
  'reference.ambiguous-title': 'error',
  'reference.no-value': 'error',
  'reference.cycle': 'error',
  'dependency.failed': 'error',
  'dependency.disabled': 'error',
  'dependency.unavailable': 'error',
  'account.unknown': 'error',
  'prompt.unavailable': 'error',
  'confirm.unavailable': 'error',
  'run.declined': 'information',
  'variable.guarded': 'error',
  'import.missing': 'error',
  'import.unreadable': 'error',
  'import.outside': 'error',
  'import.refused': 'error',
  'import.cycle': 'error',
  'import.inner': 'error',
  'import.variable': 'error',
  'value.line-break': 'error',
  'value.blank': 'error',
  'value.object': 'error',
  'value.not-unicode': 'error',
  'value.not-utf8': 'error',
  'secret.missing': 'error',
  'secret.damaged': 'error',
  'secret.origin': 'error',
  'secret.in-header': 'warning',
  'secret.in-value': 'warning',
  'secret.token': 'warning',
  'environment.secret': 'warning',
  'environment.malformed': 'error',
  'environment.shape': 'error',
  'environment.value': 'error',
  'environment.duplicate': 'warning',
  'environment.reference': 'warning',
  'environment.unknown': 'error',
  'environment.broken': 'error',
  'request-line.version': 'error',
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
  'body.json-octets': 'error',
  'body.file-no-path': 'error',
  'body.file-unreadable': 'error',
  'body.file-encoding': 'error',
  'body.file-not-text': 'error',
  'body.file-text': 'error',
  'body.form-ampersand': 'warning',
  'body.multipart-boundary': 'error',
  'body.multipart-boundary-form': 'error',
  'body.multipart-boundary-quotes': 'warning',
  'body.multipart-delimiter': 'error',
  'body.multipart-open': 'error',
  'body.multipart-header': 'error',
  'body.multipart-inside': 'error',
  'body.multipart-outside': 'warning',
  'body.file-outside': 'error',
  'body.file-refused': 'error',
  'save.no-path': 'error',
  'save.not-last': 'hint',
  'save.outside': 'error',
  'save.refused': 'error',
  'save.answer-in-path': 'error',
  'save.secret-in-path': 'error',
  'construct.refused': 'error',
  'construct.elsewhere': 'error',
  'comment.indented': 'error',
  'directive.unknown': 'warning',
  'directive.not-yet': 'error',
  'directive.refused': 'error',
  'directive.argument': 'error',
  'directive.repeated': 'error',
  'name.duplicate': 'error',
  'name.taken-by-variable': 'error',
  'expect.syntax': 'error',
  'request.disabled': 'information',
  'request.long': 'information',
  'file.long': 'information',
} as const satisfies Record<string, Severity>;

/** A code of the language layer. */
export type FindingCode = keyof typeof severities;

/** All codes of the language layer; each has words in `insight/words.ts`. */
export const findingCodes: readonly FindingCode[] = Object.keys(severities) as FindingCode[];

/** What a finding is made of; what is undefined is left out. */
export type FindingFacts = Readonly<Record<string, FindingData[string] | undefined>>;

/** A finding of the language layer; its severity follows from the code. Undefined data is left out. */
export function finding(code: FindingCode, span: Span, data: FindingFacts = {}): Finding {
  // Some files have thousands: no lists in between.
  const known: Record<string, FindingData[string]> = {};
  for (const name in data) {
    const value = data[name];
    if (value !== undefined) known[name] = value;
  }
  return { code, severity: severities[code], span: { start: span.start, end: span.end }, data: known };
}

/** Data that are offsets in the request file, and move with it. */
const offsetNames: ReadonlySet<string> = new Set(['lineStart', 'lineEnd', 'markStart', 'markEnd', 'insertAt', 'bodyStart', 'blockStart', 'nameStart', 'nameEnd', 'operatorStart', 'valueStart', 'valueEnd']);

/** All places that a finding speaks of, as offsets in the request file. */
export function offsetsOf({ span, data }: Finding): readonly number[] {
  const others = Object.entries(data).flatMap(([name, value]) => (offsetNames.has(name) && typeof value === 'number' ? [value] : []));
  return [span.start, span.end, ...others];
}

/** The finding for the same text `by` code units further on. */
export function shiftFinding(each: Finding, by: number): Finding {
  if (by === 0) return each;
  const { code, severity, data, fixes } = each;
  const span = { start: each.span.start + by, end: each.span.end + by };
  return fixes ? { code, severity, span, data: shiftData(data, by), fixes } : { code, severity, span, data: shiftData(data, by) };
}

/** The same object when none of the data is an offset: in a long file thousands of findings move with each key. */
function shiftData(data: FindingData, by: number): FindingData {
  let shifted: Record<string, FindingData[string]> | undefined;
  for (const name in data) {
    const value = data[name];
    if (typeof value !== 'number' || !offsetNames.has(name)) continue;
    shifted ??= { ...data };
    shifted[name] = value + by;
  }
  return shifted ?? data;
}

/** Equal findings of one text that are told: who mends those sees the others. */
export const mostEqual = 200;

/** Those of each code and severity that come first, {@link mostEqual} at most: one long line may have hundreds of thousands. */
export function firstOfEach(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= mostEqual) return findings;
  const counts = new Map<string, number>();
  return findings.filter(({ code, severity }) => {
    // What is an error where it is sent may be a warning where it is defined.
    const key = `${severity} ${code}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count < mostEqual;
  });
}

/** Whether one of them keeps the request from being sent. */
export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** In order of place, the same of the same place once: as an error, if it is one to anybody. */
export function tidy(findings: readonly Finding[]): readonly Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const each of findings) {
    // Of two fields that are missing in one object each is said.
    const key = `${each.code} ${each.span.start} ${each.span.end} ${String(each.data['headline'] ?? '')}`;
    const known = byPlace.get(key);
    if (!known || (each.severity === 'error' && known.severity !== 'error')) byPlace.set(key, each);
  }
  return [...byPlace.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
