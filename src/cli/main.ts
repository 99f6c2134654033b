import process from 'node:process';
import { execute } from './cli';

const abort = new AbortController();
process.once('SIGINT', () => abort.abort());
process.once('SIGTERM', () => abort.abort());
// A reader that has seen enough (`| head`) closes the pipe: that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  abort.abort();
});

void execute(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
  columns: process.stdout.columns || 80,
  color: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  signal: abort.signal,
}).then((code) => {
  process.exitCode = code;
});
