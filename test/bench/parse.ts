import type { parse } from '../../src/language/syntax/parser';
import type { findReferences } from '../../src/language/syntax/references';
import { bundled } from './bundled';

/** The cost of one thing at one size. Times are milliseconds. */
export interface BenchRow {
  readonly name: string;
  /** How many requests the text holds. */
  readonly n: number;
  readonly medianMs: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
  /** The text's length in UTF-8. */
  readonly bytes: number;
}

const sizes = [10, 100, 1_000, 10_000];

/** An id of the length that ids have. */
const id = (start: string, i: number): string => start + String(i).padStart(20 - start.length, '0');

/** Requests as people write them, in the shares they write them; `i` keeps names and ids apart. */
const samples: readonly ((i: number) => string)[] = [
  (i) => `### List page ${i} of the sensors
GET {{apiBase}}/projects/{{project}}/devices
    ?pageSize=100
    &device_types=temperature
    &label_filters=building=north-${i}
Accept: application/json

`,
  (i) => `### label${i}
# Set the room of one sensor, as the plan on the wall has it.
PATCH /v2/projects/{{project}}/devices/${id('bjmcd3s0p5rg', i)}/labels/room HTTP/1.1
Content-Type: application/json
# @expect status 200
# @expect body $.value == "4.${i}"

{
  "value": "4.${i}"
}

`,
  (i) => `### Move sensors to another project
# @name transfer${i}
# @confirm Really move them?
POST /v2/projects/{{target}}/devices:transfer
Content-Type: application/json
X-Request-Id: {{$guid}}
X-Why: moved

{
  "devices": [
    "projects/{{project}}/devices/${id('bchonod7rihj', i)}",
    "projects/{{project}}/devices/${id('bchonod7rihk', i)}",
    "projects/{{project}}/devices/{{list.response.body.$.projects[0].inventory}}"
  ]
}

`,
  (i) => `### History of one day
@since${i} = {{$isoTimestamp -1 d}}
// One day back from now, page by page; see the tour too.
# @timeout 1m
GET /v2/projects/-/devices/${id('b6roh6d7rihm', i)}/events?event_types=temperature&startTime={{since${i}}} HTTP/1.1
Accept-Encoding: gzip
?? status == 200

`,
];

/** A file of `n` requests in which nothing is to be found, 290 bytes each on average; the same text for the same `n`. */
export function generate(n: number): string {
  const parts = ['@project = c0md3mm0c7pet3vico8g\n@target = c14u8p94l6vlmkacjba0\n\n'];
  for (let i = 0; i < n; i++) parts.push(samples[i % samples.length]?.(i) ?? '');
  return parts.join('');
}

/** What is measured. */
interface Shipped {
  readonly parse: typeof parse;
  readonly findReferences: typeof findReferences;
}

/**
 * Measures parsing at each size, and parsing with every reference found at the largest. Works from
 * the project's root.
 */
export async function measure(): Promise<BenchRow[]> {
  const shipped = (await bundled(`
    export { parse } from './src/language/syntax/parser';
    export { findReferences } from './src/language/syntax/references';
  `)) as Shipped;
  const rows = sizes.map((n) => row('parse', n, (text) => shipped.parse(text).blocks.length));
  const largest = sizes.at(-1) ?? 0;
  return [...rows, row('parse + references', largest, (text) => countReferences(shipped, text))];
}

function countReferences(shipped: Shipped, text: string): number {
  let count = 0;
  for (const block of shipped.parse(text).blocks) {
    for (const line of block.lines) count += shipped.findReferences(text, line).length;
  }
  return count;
}

function row(name: string, n: number, work: (text: string) => number): BenchRow {
  const text = generate(n);
  const runs = n >= 10_000 ? 25 : 100;
  const times: number[] = [];
  // The first runs warm the compiler up and are not counted.
  for (let run = n >= 10_000 ? -5 : -500; run < runs; run++) {
    const begun = performance.now();
    const result = work(text);
    const elapsed = performance.now() - begun;
    if (result < 1) throw new Error('The benchmark parsed nothing.');
    if (run >= 0) times.push(elapsed);
  }
  times.sort((a, b) => a - b);
  const at = (index: number): number => times[index] ?? Number.NaN;
  return {
    name,
    n,
    medianMs: at(runs >> 1),
    min: at(0),
    max: at(runs - 1),
    runs,
    bytes: Buffer.byteLength(text),
  };
}
