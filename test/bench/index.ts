// `npm run bench [-- --full] [-- --no-editor]`: prints what design section 11 asks for, as a table.
// `npm run bench -- --chaos`: instead, processes that share a quota, killed and stopped in real time.
// Nothing here fails because a number is large: a benchmark is read, not passed.
import { cpus } from 'node:os';
import process from 'node:process';
import { Bundle } from '../product/bundle';
import { packageExtension } from '../product/packaging';
import { chaosText } from './chaos';
import { measure as measureAuthoring } from './authoring';
import { measure as measureEdit } from './edit';
import { measure as measureActivation } from './editor/activation';
import { type EditingCost, measure as measureEditing } from './editor/editing';
import { measure as measureExplain } from './explain';
import { measure as measureParse } from './parse';
import { quotaRows } from './quota';
import { measure as measureRun } from './run';
import { measure as measureTerminal } from './terminal';

/** One line of the table; `n` says of how many the figure is the median. */
interface Row {
  readonly what: string;
  readonly figure: string;
  readonly reach: string;
  readonly n: string;
}

const ms = (value: number): string => `${value.toFixed(value < 1 ? 3 : value < 10 ? 1 : 0)} ms`;
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;
const MiB = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const count = (value: number): string => value.toLocaleString('en');

async function parseRows(): Promise<Row[]> {
  return (await measureParse()).map(({ name, n, medianMs, runs, bytes }) => ({
    what: `${name}, ${count(n)} requests (${kB(bytes)})`,
    figure: ms(medianMs),
    reach: name === 'parse' && n === 10_000 ? '≤ 50 ms' : '',
    n: String(runs),
  }));
}

async function editRows(): Promise<Row[]> {
  return (await measureEdit()).map(({ name, n, medianMs, p95Ms, runs }) => ({
    what: `${name}, ${count(n)} requests`,
    figure: `${ms(medianMs)}, p95 ${ms(p95Ms)}`,
    reach: name.endsWith('tokens') ? 'p95 ≤ 5 ms' : '',
    n: count(runs),
  }));
}

/** In a file of 1,000 requests, with 5,000 devices known. */
async function authoringRows(): Promise<Row[]> {
  return (await measureAuthoring()).map(({ name, medianMs, p95Ms, runs, isCompletion }) => ({
    what: `${name}, in 1,000 requests${isCompletion ? ' with 5,000 devices known' : ''}`,
    figure: `${ms(medianMs)}, p95 ${ms(p95Ms)}`,
    reach: isCompletion ? '≤ 30 ms' : '',
    n: String(runs),
  }));
}

/** Beside the cost of parsing the same body, in the same run. */
async function explainRows(): Promise<Row[]> {
  return (await measureExplain()).map(({ name, bytes, medianMs, p95Ms, parseMs, runs }) => ({
    what: `an answer explained: ${name} (${kB(bytes)})`,
    figure: `${ms(medianMs)}, p95 ${ms(p95Ms)}${parseMs === undefined ? '' : `, ${(medianMs / parseMs).toFixed(2)} × parsing it (${ms(parseMs)})`}`,
    reach: '≤ 15 ms',
    n: String(runs),
  }));
}

async function activationRows(): Promise<Row[]> {
  const { runs, activationMs, floorMs } = await measureActivation();
  const n = String(runs);
  return [
    { what: 'activation, called in a fresh editor', figure: ms(activationMs), reach: '≤ 30 ms', n },
    { what: 'the same, of an extension that does nothing', figure: ms(floorMs), reach: '', n },
  ];
}

/** Each beside its floor: what the editor takes for itself with a provider of lenses in ten lines. */
async function editingRows(full: boolean): Promise<Row[]> {
  const { editors, files, ours, floor, colouredFloor } = await measureEditing(full ? { editors: 5, files: 5 } : {});
  const row = (what: string, cost: keyof EditingCost, limit: number | undefined, floorCost = cost, n = files): Row => ({
    what,
    figure: `${ms(ours[cost])}, ${(ours[cost] / floor[floorCost]).toFixed(2)} × the floor of ${ms(floor[floorCost])}, ${(ours[cost] / colouredFloor[floorCost]).toFixed(2)} × that with our grammar (${ms(colouredFloor[floorCost])})`,
    reach: limit === undefined ? '' : `≤ ${limit} ×`,
    n: String(n),
  });
  return [
    row('a file of 1,000 requests shown → its lenses', 'shownMs', 1.3),
    row('the same, of the first file after activation', 'firstShownMs', undefined, 'firstShownMs', editors),
    row('a request inserted in its middle → its lens', 'insertedMs', 1.3),
    row('20 characters typed at once → its lenses', 'typedMs', undefined),
    row('the same → its lenses and its diagnostics', 'diagnosedMs', 1.5, 'typedMs'),
    row('a character typed → the colours of the file', 'colouredMs', undefined),
    row('completion of a variable asked for → its list', 'completedMs', undefined),
    {
      what: "the extension host's memory, that file open and edited",
      figure: `${MiB(ours.heapBytes)}, the floor of ${MiB(floor.heapBytes)} + ${MiB(ours.heapBytes - floor.heapBytes)}`,
      reach: '≤ floor + 20 MiB',
      n: String(editors),
    },
  ];
}

async function terminalRows(): Promise<Row[]> {
  const { runs, nodeMs, startMs, fileMs } = await measureTerminal();
  const n = String(runs);
  return [
    { what: 'terminal: `node -e 0`', figure: ms(nodeMs), reach: '', n },
    { what: 'terminal: `dt-http --version`', figure: ms(startMs), reach: '≤ 70 ms', n },
    { what: 'terminal: a file of 200 requests, no quota', figure: ms(fileMs), reach: '≤ 250 ms', n },
  ];
}

async function runRows(): Promise<Row[]> {
  const { requests, bareMs, oursMs } = await measureRun();
  const n = count(requests);
  return [
    { what: 'one request over bare undici', figure: ms(bareMs), reach: '', n },
    { what: "a run's own cost beside that", figure: ms(oursMs - bareMs), reach: '≤ 0.3 ms', n },
  ];
}

async function sizeRows(): Promise<Row[]> {
  const { archive } = await packageExtension();
  return [
    { what: 'activation bundle', figure: kB(new Bundle().bytes('extension.js')), reach: '≤ 150 kB', n: '' },
    { what: 'VSIX', figure: kB(archive.length), reach: '≤ 500 kB', n: '' },
  ];
}

function print(rows: readonly Row[]): void {
  const lines = rows.map(({ what, figure, reach, n }) => `| ${what} | ${figure} | ${reach} | ${n} |\n`);
  process.stdout.write(lines.join(''));
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--chaos')) {
    process.stdout.write(await chaosText());
    return;
  }
  const [cpu] = cpus();
  process.stdout.write(`${cpu?.model ?? 'unknown processor'}, ${cpus().length} cores, Node.js ${process.versions.node}\n\n`);
  process.stdout.write('| what | median | reach | n |\n| --- | --- | --- | --- |\n');
  print(await parseRows());
  print(await editRows());
  print(await authoringRows());
  print(await explainRows());
  const full = args.includes('--full');
  if (!args.includes('--no-editor')) {
    print(await activationRows());
    print(await editingRows(full));
  }
  print(await sizeRows());
  print(await terminalRows());
  print(await runRows());
  print(await quotaRows(full));
}

void main(process.argv.slice(2));
