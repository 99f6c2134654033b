import type { vendorHostKind } from '../../src/api/hosts';
import type { Outcome, WireResponse } from '../../src/http/exchange';
import type { Redactor } from '../../src/http/redact';
import type { explain } from '../../src/insight/explain';
import { bundled } from './bundled';
import { median } from './statistics';

/** The cost of explaining one answer, beside that of decoding and parsing its body as JSON in the same run. */
export interface ExplainRow {
  readonly name: string;
  /** Octets of the answer. */
  readonly bytes: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  /** Median of `JSON.parse` of the decoded body; undefined for one that is no JSON. */
  readonly parseMs: number | undefined;
  readonly runs: number;
}

/** What is measured. */
interface Shipped {
  readonly explain: typeof explain;
  readonly vendorHostKind: typeof vendorHostKind;
  readonly Redactor: typeof Redactor;
}

interface Case {
  readonly name: string;
  readonly method: string;
  readonly target: string;
  readonly requestBody?: string;
  readonly status: number;
  readonly type: string;
  readonly body: string;
  /** Code of the explanation; undefined when there is nothing to explain. */
  readonly code: string | undefined;
}

const origin = 'https://api.disruptive-technologies.com';
const project = '/v2/projects/c0md3mm0c7bet3vico8g';
const bytes = 1_000_000;
const runs = 60;

const name = (index: number): string => `projects/c0md3mm0c7bet3vico8g/devices/c0uc989qdqebrvv${String(index).padStart(5, '0')}`;

/** As many items as a body of a megabyte holds. */
function list(item: (index: number) => unknown): readonly unknown[] {
  const items: unknown[] = [];
  for (let size = 0; size < bytes; size += JSON.stringify(items.at(-1)).length + 1) items.push(item(items.length));
  return items;
}

function cases(): readonly Case[] {
  const json = 'application/json';
  const devices = Array.from({ length: 5000 }, (_, index) => name(index));
  const words = 'x'.repeat(100);
  return [
    {
      name: "an error body of DT's", method: 'GET', target: `${project}/devices?page_size=500`, status: 400, type: json, code: 'dt.400.parameter-value',
      body: JSON.stringify({ error: 'invalid page_size', code: 400, help: 'https://docs.d21s.com/error/#400', details: list((index) => ({ field: `f${index}`, description: words })) }),
    },
    {
      name: 'a batch update with 5,000 devices, all failed', method: 'POST', target: `${project}/devices:batchUpdate`, status: 200, type: json, code: 'dt.200.batch',
      requestBody: JSON.stringify({ devices, addLabels: { room: '101' } }),
      body: JSON.stringify({ batchErrors: devices.map((device) => ({ device: `/${device}`, status: { code: 'INTERNAL_ERROR', message: `Operation timed out. Retry again in a few seconds. ${words.slice(0, 32)}` } })) }),
    },
    {
      name: 'a list, nothing to explain', method: 'GET', target: `${project}/devices`, status: 200, type: json, code: undefined,
      body: JSON.stringify({ devices: list((index) => ({ name: name(index), type: 'temperature', labels: { name: `sensor ${index}` }, reported: { temperature: { value: index / 7, updateTime: '2026-01-31T08:00:00Z' } } })), nextPageToken: '' }),
    },
    { name: 'a page of HTML with a 403', method: 'GET', target: project, status: 403, type: 'text/html', code: undefined, body: `<!doctype html>${'<p>Sign in</p>'.repeat(bytes / 14)}` },
  ];
}

/** Measures with fresh answers: nothing is remembered from one run to the next. Works from the project's root. */
export async function measure(): Promise<readonly ExplainRow[]> {
  const shipped = (await bundled(`
    export { explain } from './src/insight/explain';
    export { vendorHostKind } from './src/api/hosts';
    export { Redactor } from './src/http/redact';
  `)) as Shipped;
  return cases().map((one) => row(shipped, one));
}

function row({ explain: ours, vendorHostKind: kindOf, Redactor: OneRedactor }: Shipped, one: Case): ExplainRow {
  const redactor = new OneRedactor();
  redactor.addSecret('0123456789abcdef0123456789abcdef');
  const facts = { now: Date.UTC(2026, 2, 1), hostKind: kindOf(origin), recentCreates: [], hide: (text: string) => redactor.text(text) };
  const body = new TextEncoder().encode(one.body);
  const times: number[] = [];
  const parseTimes: number[] = [];
  for (let run = -20; run < runs; run++) {
    const outcome = outcomeOf(one, body);
    const begun = performance.now();
    const explanation = ours(outcome, facts);
    const explained = performance.now();
    if (one.type === 'application/json') JSON.parse(new TextDecoder().decode(body));
    const parsed = performance.now();
    if (one.status < 400 ? explanation?.code !== one.code : explanation === undefined || (one.code !== undefined && explanation.code !== one.code)) {
      throw new Error(`The benchmark explained nothing, or something else: ${String(explanation?.code)}`);
    }
    if (run < 0) continue;
    times.push(explained - begun);
    parseTimes.push(parsed - explained);
  }
  times.sort((a, b) => a - b);
  return {
    name: one.name,
    bytes: body.length,
    medianMs: median(times),
    p95Ms: times[Math.floor(runs * 0.95)] ?? Number.NaN,
    parseMs: one.type === 'application/json' ? median(parseTimes) : undefined,
    runs,
  };
}

function outcomeOf({ method, target, requestBody, status, type }: Case, body: Uint8Array): Outcome {
  const request = { method, origin, target, headers: [], ...(requestBody !== undefined && { body: new TextEncoder().encode(requestBody) }) };
  const response: WireResponse = { status, statusText: '', headers: [['Content-Type', type]], body, encodedLength: body.length };
  return { kind: 'answered', exchange: { request, attempts: [{ request, response, timing: { startedAt: 0, headersMs: 1, totalMs: 2 } }] }, response };
}
