import XMLBuilder from 'fast-xml-builder';
import { xmlLine, xmlText } from './xmlText';
import type { RequestRecord } from './record';
import type { FileRecord, RunRecord } from './runLog';

/*
 * JUnit XML as GitHub, GitLab, Jenkins and Azure read it: the elements of
 * https://github.com/testmoapp/junitxml and attributes that all of them know.
 */

type Xml = Readonly<Record<string, unknown>>;

/** The report as JUnit XML: a suite for each file, a case for each request. */
export function junitReport({ startedAt, durationMs, problems, files }: RunRecord): string {
  const suites = [...(problems.length > 0 ? [problemSuite(problems, startedAt)] : []), ...files.map((file) => suiteOf(file, startedAt))];
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    format: true,
    suppressEmptyNode: true,
    suppressBooleanAttributes: false,
  });
  const sum = (name: string) => suites.reduce((total, suite) => total + Number(suite[name]), 0);
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': 'dt-http',
      '@tests': sum('@tests'),
      '@failures': sum('@failures'),
      '@errors': sum('@errors'),
      '@skipped': sum('@skipped'),
      '@time': seconds(durationMs),
      testsuite: suites,
    },
  });
}

/** What kept the run from starting. */
function problemSuite(problems: readonly string[], startedAt: number): Xml {
  const [first = ''] = problems;
  const error = { '@message': xmlLine(first), '@type': 'not-started', '#text': xmlText(problems.join('\n')) };
  return suite('dt-http', [{ '@classname': 'dt-http', '@name': 'before the run', '@time': seconds(0), error }], startedAt, 0);
}

function suiteOf({ file, requests }: FileRecord, startedAt: number): Xml {
  const names = new Names();
  const cases = requests.map((request) => ({
    '@classname': xmlLine(file),
    '@name': xmlLine(names.next(request)),
    '@file': xmlLine(file),
    '@line': request.line,
    '@time': seconds(request.durationMs ?? 0),
    ...resultOf(file, request),
  }));
  const first = requests.find((request) => request.startedAt !== undefined)?.startedAt;
  const duration = requests.reduce((total, request) => total + (request.durationMs ?? 0), 0);
  return suite(file, cases, first === undefined ? startedAt : Date.parse(first), duration);
}

function suite(name: string, cases: readonly Xml[], startedAt: number, durationMs: number): Xml {
  const count = (element: string) => cases.filter((each) => element in each).length;
  return {
    '@name': xmlLine(name),
    '@tests': cases.length,
    '@failures': count('failure'),
    '@errors': count('error'),
    '@skipped': count('skipped'),
    '@time': seconds(durationMs),
    // Without a zone, as the schema of Ant has it; UTC.
    '@timestamp': new Date(startedAt).toISOString().slice(0, 19),
    testcase: cases,
  };
}

/** Names within a suite: readers take two cases of one name for one. */
class Names {
  readonly #taken = new Set<string>();

  next({ name, title, method, url, written, line }: RequestRecord): string {
    const plain = name ?? title ?? (method !== undefined && url !== undefined ? `${method} ${url}` : written);
    let candidate = plain;
    for (let number = 1; this.#taken.has(candidate); number++) candidate = `${plain} (line ${line}${number === 1 ? '' : `, ${number}`})`;
    this.#taken.add(candidate);
    return candidate;
  }
}

/** The element that says how a request ended; none when it did what was expected. */
function resultOf(file: string, request: RequestRecord): Xml {
  switch (request.verdict) {
    case 'passed':
      return {};
    case 'failed':
      return { failure: failureOf(file, request) };
    case 'no-answer':
      return { error: told(request.explanation?.headline ?? request.summary ?? 'no answer', request.explanation?.code ?? 'no-answer', explained(file, request)) };
    case 'refused': {
      const [first] = request.findings;
      return { error: told(first?.message ?? 'not sent', first?.code ?? 'refused', findingLines(file, request)) };
    }
    case 'cancelled':
      return { error: told('cancelled', 'cancelled', []) };
    case 'skipped':
      return { skipped: { '@message': xmlLine(request.findings[0]?.message ?? 'skipped') } };
    case 'disabled':
      return { skipped: { '@message': '@disabled' } };
    case 'not-run':
      return { skipped: { '@message': notRunMessage(request) } };
  }
}

function notRunMessage({ because }: RequestRecord): string {
  switch (because) {
    case 'bail':
      return 'not run: an earlier request failed, and --bail was given';
    case 'cancelled':
      return 'not run: the run was cancelled';
    case 'refused':
      return 'not run: something else that was to be run has an error';
    default:
      return 'not run';
  }
}

function failureOf(file: string, request: RequestRecord): Xml {
  const { explanation, summary = '', saved, expectations = [] } = request;
  const [unmet] = expectations.filter(({ ok }) => !ok);
  const lines = explained(file, request);
  if (unmet) return told(`expected ${unmet.expected}, got ${unmet.actual}`, 'expectation', lines);
  if (explanation && saved?.kind !== 'failed') return told(explanation.headline, explanation.code, lines);
  if (saved?.kind === 'failed') return told(`The answer was not saved: ${saved.reason ?? ''}`, 'save', lines);
  return told(summary, 'failed', lines);
}

function told(message: string, type: string, lines: readonly string[]): Xml {
  const text = xmlText(lines.join('\n'));
  return { '@message': xmlLine(message), '@type': xmlLine(type), ...(text !== '' && { '#text': text }) };
}

function explained(file: string, request: RequestRecord): readonly string[] {
  const { method, url, summary, expectations = [], explanation, saved } = request;
  const unmet = expectations.filter(({ ok }) => !ok);
  return [
    ...(method !== undefined && url !== undefined ? [`${method} ${url}`] : []),
    ...(summary === undefined ? [] : [summary]),
    ...unmet.flatMap(({ expected, actual, line, column }) => [`${file}:${line}:${column}`, `  expected: ${expected}`, `  actual:   ${actual}`]),
    ...(isUnexpectedError(request) ? ['  expected: a status below 400', `  actual:   ${request.status ?? ''}`] : []),
    ...(explanation
      ? [
          `${file}:${explanation.line}:${explanation.column} ${explanation.headline} (${explanation.code})`,
          ...(explanation.marks ?? []).map(({ line, column, headline }) => `${file}:${line}:${column} ${headline}`),
          ...explanation.doThis.map(({ text }) => `  Do this: ${text}`),
          ...explanation.why.map(({ text }) => `  Why: ${text}`),
        ]
      : []),
    ...(saved?.kind === 'failed' ? [`The answer was not saved: ${saved.reason ?? ''}`] : []),
  ];
}

/** An error status about which nothing was expected. */
function isUnexpectedError({ verdict, status = 0, expectations = [], saved }: RequestRecord): boolean {
  return verdict === 'failed' && status >= 400 && expectations.every(({ ok }) => ok) && saved?.kind !== 'failed';
}

function findingLines(file: string, { findings }: RequestRecord): readonly string[] {
  return findings.map(({ line, column, message, code }) => `${file}:${line}:${column} ${message} (${code})`);
}

/** Seconds with milliseconds, as all readers take them. */
function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
