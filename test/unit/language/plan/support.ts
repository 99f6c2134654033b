import { readFileSync } from 'node:fs';
import path from 'node:path';
import { applyEdits } from '../../../../src/base/text';
import type { Finding } from '../../../../src/base/finding';
import type { PlanContext, VariableContext } from '../../../../src/language/plan/context';
import { type EnvironmentFile, parseEnvironmentFile } from '../../../../src/language/plan/environment';
import { type PlanResult, planRequest, type RequestPlan } from '../../../../src/language/plan/plan';
import type { RequestFile } from '../../../../src/language/syntax/nodes';
import { parse } from '../../../../src/language/syntax/parser';
import { fixesFor } from '../../../../src/language/features/fixes/index';
import { ManualClock } from '../../../helpers/manualClock';
import { marked } from '../../../helpers/marked';

/** The request files in `test/fixtures/plan` that mark their own findings. */
export const fixtures = ['chained', 'variables', 'target', 'headers', 'body', 'bodyForms', 'directives', 'secrets'] as const;

/** Reads `test/fixtures/plan/<name>`; tests run at the root of the repository. */
export function fixture(name: string): string {
  return readFileSync(path.join('test', 'fixtures', 'plan', name), 'utf8');
}

export interface MarkedFindings {
  readonly text: string;
  /** `code "marked text" at offset`, in order of place. */
  readonly findings: readonly string[];
}

/** Reads `⟦code|text⟧` marks. */
export function markedFindings(source: string): MarkedFindings {
  const codes = [...source.matchAll(/⟦([a-z\d.-]+)\|/g)].map((match) => match[1] ?? '');
  const { text, spans } = marked(source.replace(/⟦[a-z\d.-]+\|/g, '⟦'));
  return { text, findings: spans.map((span, index) => shown(text, { code: codes[index] ?? '', span })) };
}

/** A finding as the tests write it. */
export function shown(text: string, { code, span }: Pick<Finding, 'code' | 'span'>): string {
  return `${code} ${JSON.stringify(text.slice(span.start, span.end))} at ${span.start}`;
}

/** The environment files of the fixtures. */
export function environmentFiles(): readonly EnvironmentFile[] {
  const names = ['http-client.private.env.json', 'http-client.env.json'];
  return names.map((name) => parseEnvironmentFile(fixture(name), `file:///w/${name}`, name.includes('private')));
}

export function devEnvironment(): VariableContext {
  return { environment: 'dev', environmentFiles: environmentFiles() };
}

/** A context that sends; 2026-01-31 12:00 UTC, random numbers all a half, one stored secret. */
export function sendContext(more: Partial<PlanContext> = {}): PlanContext {
  let uuids = 0;
  return {
    clock: new ManualClock(Date.UTC(2026, 0, 31, 12)),
    random: { next: () => 0.5, uuid: () => `uuid-${++uuids}` },
    userAgent: 'dt-http/test',
    secrets: (name) => (name === 'dt-key' ? 'from-storage' : undefined),
    computed: new Map(),
    ...more,
  };
}

/** Plans the block at `index`, or the first that holds a request. */
export function plan(text: string, more: Partial<PlanContext> = {}, index?: number): { file: RequestFile; result: PlanResult } {
  const file = parse(text);
  const block = index === undefined ? file.blocks.find(({ request }) => request) : file.blocks[index];
  if (!block) throw new Error(`No request in: ${text}`);
  return { file, result: planRequest(file, block, sendContext(more)) };
}

/** The plan of a text that must not be refused. */
export function planned(text: string, more: Partial<PlanContext> = {}, index?: number): RequestPlan {
  const { result } = plan(text, more, index);
  if (result.kind === 'refused') throw new Error(`Refused: ${result.findings.map((each) => shown(text, each)).join('; ')}`);
  if (result.kind === 'needs') throw new Error(`Needs ${result.needs.map(({ kind }) => kind).join(', ')}.`);
  return result.plan;
}

/** The codes for which planning refuses a text. */
export function refusal(text: string, more: Partial<PlanContext> = {}): readonly string[] {
  const { result } = plan(text, more);
  return result.kind === 'refused' ? result.findings.map(({ code }) => code) : [];
}

/** The text after each fix of a finding, by the fix's title. */
export function fixed(file: RequestFile, finding: Finding): Record<string, string> {
  return Object.fromEntries(fixesFor(file, finding).map(({ title, edits }) => [title, applyEdits(file.text, edits)]));
}
