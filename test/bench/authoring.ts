import type { resourcesFrom } from '../../src/app/resources/snapshot';
import type { complete } from '../../src/language/features/completion';
import type { foldingRanges } from '../../src/language/features/folding';
import type { formatEdits } from '../../src/language/features/format/formatFile';
import type { Resource } from '../../src/language/features/resources';
import type { Authoring } from '../../src/language/features/authoring';
import type { parse } from '../../src/language/syntax/parser';
import { bundled } from './bundled';
import { generate } from './parse';

/** The cost of one answer while somebody writes. Times are milliseconds. */
export interface AuthoringRow {
  readonly name: string;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly runs: number;
  /** Whether it is a completion, for which there is a figure to reach. */
  readonly isCompletion: boolean;
}

const devices = 5_000;
const runs = 100;

/** What is measured. */
interface Shipped {
  readonly parse: typeof parse;
  readonly complete: typeof complete;
  readonly resourcesFrom: typeof resourcesFrom;
  readonly foldingRanges: typeof foldingRanges;
  readonly formatEdits: typeof formatEdits;
}

const project = 'c0md3mm0c7pet3vico8g';

/** Places of a request at which somebody types, at the cursor `‸`. */
const places: readonly (readonly [name: string, request: string])[] = [
  ['a device in a path', `GET /projects/${project}/devices/‸`],
  ['a device in a body', `POST /projects/${project}/devices:transfer\nContent-Type: application/json\n\n{ "devices": ["‸"] }`],
  ['a field of a body', `PATCH /projects/${project}\nContent-Type: application/json\n\n{ "‸" }`],
  ['a whole request on an empty line', '‸'],
  ['a variable', 'GET /projects/{{‸'],
];

/** Measures at the end of a file of 1,000 requests, with 5,000 devices known. Works from the project's root. */
export async function measure(): Promise<readonly AuthoringRow[]> {
  const shipped = (await bundled(`
    export { parse } from './src/language/syntax/parser';
    export { complete } from './src/language/features/completion';
    export { resourcesFrom } from './src/app/resources/snapshot';
    export { foldingRanges } from './src/language/features/folding';
    export { formatEdits } from './src/language/features/format/formatFile';
  `)) as Shipped;
  const text = generate(1_000);
  const known = knownTo(shipped);
  const completions = places.map(([name, request]) => {
    const before = `${text}###\n`;
    const offset = before.length + request.indexOf('‸');
    const file = shipped.parse(before + request.replace('‸', ''));
    return row(`completion: ${name}`, true, () => shipped.complete(file, offset, known).length);
  });
  return [
    ...completions,
    row('folding', false, () => shipped.foldingRanges(shipped.parse(text)).length),
    // Nothing in it is to be changed: it is looked through as a whole.
    row('formatting', false, () => shipped.formatEdits(shipped.parse(text)).length + 1),
  ];
}

function knownTo({ resourcesFrom }: Shipped): Authoring {
  const all = new Map<string, Resource>();
  const add = (resource: Resource) => all.set(resource.id, resource);
  add({ kind: 'project', name: `projects/${project}`, id: project, displayName: 'North building', readAt: 0 });
  for (let index = 0; index < devices; index++) {
    const id = `bchonod7rihj${String(index).padStart(8, '0')}`;
    add({ kind: 'device', name: `projects/${project}/devices/${id}`, id, displayName: `Sensor ${(index * 7919) % devices}`, type: 'temperature', readAt: 0 });
  }
  return { variables: {}, accounts: [], resources: resourcesFrom(all), answerOf: () => undefined, entries: [] };
}

function row(name: string, isCompletion: boolean, work: () => number): AuthoringRow {
  const times: number[] = [];
  // The first runs warm the compiler up and are not counted.
  for (let run = -20; run < runs; run++) {
    const begun = performance.now();
    const found = work();
    const elapsed = performance.now() - begun;
    if (found < 1) throw new Error(`The benchmark found nothing: ${name}.`);
    if (run >= 0) times.push(elapsed);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(runs - 1, Math.floor(runs * share))] ?? Number.NaN;
  return { name, medianMs: at(0.5), p95Ms: at(0.95), runs, isCompletion };
}
