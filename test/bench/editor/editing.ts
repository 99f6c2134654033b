import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inEmptyFolder, root } from '../../product/project';
import { median } from '../statistics';
import { colouredLensExtension, lensExtension, productExtension } from './extensions';
import { said } from './host';
import type { EditingSession, EditingTimes } from './inside';
import { requestFile, requests } from './text';

/** Medians of one extension: milliseconds, and bytes after a collection. */
export interface EditingCost {
  readonly shownMs: number;
  /** The same of the first file of an editor, when nothing is warm. */
  readonly firstShownMs: number;
  readonly insertedMs: number;
  readonly typedMs: number;
  /** NaN for an extension without diagnostics. */
  readonly diagnosedMs: number;
  readonly colouredMs: number;
  readonly completedMs: number;
  readonly heapBytes: number;
}

export interface EditingMeasurement {
  /** How many fresh editors were started with each. */
  readonly editors: number;
  /** How many files were measured with each. */
  readonly files: number;
  readonly ours: EditingCost;
  /** Of a provider of lenses in ten lines: what the editor takes for itself. */
  readonly floor: EditingCost;
  /** Of the same provider beside our grammar: the editor colours a file while its lenses are asked for. */
  readonly colouredFloor: EditingCost;
}

/**
 * Starts a fresh editor `editors` times with each, in turns, and edits `files` copies of a file of
 * 1,000 requests in each. Before those a first file warms both up; it counts for memory and for
 * `firstShownMs`. Works from the project's root, on what is built there.
 */
export function measure({ editors = 2, files = 2 } = {}): Promise<EditingMeasurement> {
  return inEmptyFolder(async (folder) => {
    const workspace = path.join(folder, 'workspace');
    await mkdir(workspace);
    for (let file = 0; file <= files; file++) await writeFile(path.join(workspace, `many-${file}.dt.http`), requestFile(requests));
    const measured = [await productExtension(folder), await lensExtension(folder), await colouredLensExtension(folder)].map((vsix) => ({ vsix, sessions: [] as EditingSession[] }));
    for (let editor = 0; editor < editors; editor++) {
      for (const { vsix, sessions } of measured) sessions.push(await session(vsix, workspace));
    }
    const [ours, floor, colouredFloor] = measured.map(({ sessions }) => cost(sessions)) as [EditingCost, EditingCost, EditingCost];
    return { editors, files: editors * files, ours, floor, colouredFloor };
  });
}

async function session(vsix: string, workspace: string): Promise<EditingSession> {
  const tests = path.join(__dirname, 'inside');
  return JSON.parse(await said(/^measured (.*)$/m, ['--vsix', vsix, '--workspace', workspace, '--tests', path.relative(root, tests)])) as EditingSession;
}

function cost(sessions: readonly EditingSession[]): EditingCost {
  const times = sessions.flatMap(({ files }) => files.slice(1));
  const of = (pick: (file: EditingTimes) => number | undefined) => median(times.flatMap((file) => pick(file) ?? []));
  return {
    shownMs: of((file) => file.shown),
    firstShownMs: median(sessions.flatMap(({ files: [first] }) => first?.shown ?? [])),
    insertedMs: of((file) => file.inserted),
    typedMs: of((file) => file.typed),
    diagnosedMs: of((file) => file.diagnosed),
    colouredMs: of((file) => file.coloured),
    completedMs: of((file) => file.completed),
    heapBytes: median(sessions.map(({ heapBytes }) => heapBytes)),
  };
}
