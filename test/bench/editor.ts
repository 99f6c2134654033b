import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageExtension } from '../product/packaging';
import { inEmptyFolder, root, runNode } from '../product/project';
import { median } from './statistics';

/** How long activation takes in the real editor, in milliseconds (medians). */
export interface ActivationCost {
  readonly runs: number;
  readonly activationMs: number;
  /** The same for an extension that does nothing: what the editor takes for itself. */
  readonly floorMs: number;
}

/** Starts a fresh editor `runs` times with each, installed, in turns. Works from the project's root, on what is built there. */
export function measure(runs = 5): Promise<ActivationCost> {
  return inEmptyFolder(async (folder) => {
    const empty = await emptyExtension(folder);
    const product = path.join(folder, 'dt-http.vsix');
    await writeFile(product, (await packageExtension()).archive);
    const ours: number[] = [];
    const floor: number[] = [];
    for (let run = 0; run < runs; run++) {
      ours.push(await activation(product));
      floor.push(await activation(empty));
    }
    return { runs, activationMs: median(ours), floorMs: median(floor) };
  });
}

/** An extension of our name, packaged, so that the same test can activate it. */
async function emptyExtension(folder: string): Promise<string> {
  const { name, publisher, version, engines } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const source = path.join(folder, 'source');
  await mkdir(source);
  const manifest = { name, publisher, version, engines, main: './extension.js', activationEvents: ['onLanguage:dt-http'] };
  await writeFile(path.join(source, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(source, 'extension.js'), 'exports.activate = () => undefined;\n');
  const file = path.join(folder, 'empty.vsix');
  const vsce = [path.join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license'];
  const { code, out, err } = await runNode([...vsce, '--out', file], { cwd: source });
  if (code !== 0) throw new Error(`The empty extension could not be packaged: ${out}${err}`);
  return file;
}

/** What `test/vscode/01-activation.test.ts` measured in a fresh editor. */
function activation(vsix: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const args = ['test/vscode/host/run.mjs', '--grep', '^activation ', '--vsix', vsix];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', () => {
      const [, ms] = /activated in ([\d.]+) ms/.exec(output) ?? [];
      if (ms === undefined) reject(new Error(`The editor did not say how long activation took:\n${output}`));
      else resolve(Number(ms));
    });
  });
}
