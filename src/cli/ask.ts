import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CancelledError } from '../base/abort';
import type { Ask } from './io';

/** Asks on a terminal: reads a line from `input`, writes the question to `output`. */
export function askOn(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Ask {
  return (question, { secret }, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new CancelledError());
        return;
      }
      // First, since it ends the terminal's own echo: what is typed early must not be seen.
      const lines = createInterface({ input, output: secret ? nowhere() : output, terminal: true, historySize: 0 });
      const cancel = () => end(() => reject(new CancelledError()));
      let ended = false;
      const end = (settle: () => void, closing = '\n') => {
        // Closing the lines is an event of its own.
        if (ended) return;
        ended = true;
        settle();
        signal.removeEventListener('abort', cancel);
        lines.close();
        output.write(closing);
      };
      signal.addEventListener('abort', cancel, { once: true });
      // A terminal in this state gives Ctrl+C to the reader instead of ending the process.
      lines.once('SIGINT', cancel);
      lines.once('close', () => end(() => resolve(undefined)));
      // The question of a secret is written past the editor of the line, which is not to be seen.
      if (secret) output.write(question);
      // The line feed that was typed is on the screen unless it was hidden.
      lines.question(secret ? '' : question, (line) => end(() => resolve(line), secret ? '\n' : ''));
    });
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
