import { spawn } from 'node:child_process';
import { median } from './statistics';

/** How long activation takes in the real editor, in milliseconds (median). */
export interface ActivationCost {
  readonly runs: number;
  readonly activationMs: number;
}

/**
 * Starts a fresh editor `runs` times and reads what `test/vscode/01-activation.test.ts` measured in
 * it. Works from the project's root, on what is built there.
 */
export async function measure(runs = 5): Promise<ActivationCost> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await activation());
  return { runs, activationMs: median(times) };
}

function activation(): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['test/vscode/host/run.mjs', '--grep', '^activation '], { stdio: ['ignore', 'pipe', 'inherit'] });
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
