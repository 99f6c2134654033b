import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

/** An element as xml2js gives it. */
export interface Element {
  readonly $?: Readonly<Record<string, string>>;
  readonly _?: string;
  readonly testsuite?: readonly Element[];
  readonly testcase?: readonly Element[];
  readonly failure?: readonly (Element | string)[];
  readonly error?: readonly (Element | string)[];
  readonly skipped?: readonly (Element | string)[];
}

const { parseStringPromise } = createRequire(__filename)('xml2js') as { readonly parseStringPromise: (text: string) => Promise<{ readonly testsuites: Element }> };

/** Reads JUnit XML strictly: also what XML 1.0 cannot hold is refused, which parsers let pass. */
export async function readJunit(text: string): Promise<Element> {
  assert.doesNotMatch(text, /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  return (await parseStringPromise(text)).testsuites;
}

/** All cases, by their names. */
export function casesOf(root: Element): ReadonlyMap<string, Element> {
  return new Map((root.testsuite ?? []).flatMap(({ testcase = [] }) => testcase).map((each) => [each.$?.['name'] ?? '', each]));
}

/** The one failure, error or skip of a case: its attributes and its text. */
export function resultIn(element: Element | undefined): { readonly kind: string; readonly message: string; readonly type: string; readonly text: string } {
  for (const kind of ['failure', 'error', 'skipped'] as const) {
    const [found, ...more] = element?.[kind] ?? [];
    if (found === undefined) continue;
    assert.deepEqual(more, []);
    const result = typeof found === 'string' ? { _: found } : found;
    return { kind, message: result.$?.['message'] ?? '', type: result.$?.['type'] ?? '', text: result._ ?? '' };
  }
  return { kind: 'passed', message: '', type: '', text: '' };
}
