import { spawn } from 'node:child_process';

/**
 * Starts a fresh editor with `args` for `test/vscode/host/run.mjs` and waits for its end; gives what
 * the first group of `pattern` matched in what was printed. Rejects when nothing did.
 */
export function said(pattern: RegExp, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['test/vscode/host/run.mjs', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', () => {
      const [, found] = pattern.exec(output) ?? [];
      if (found === undefined) reject(new Error(`The editor did not say what was measured:\n${output}`));
      else resolve(found);
    });
  });
}
