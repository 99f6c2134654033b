import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A request file and the rows its `dump` must have, from the file of the same name beside it. */
export interface Fixture {
  readonly name: string;
  readonly text: string;
  readonly nodes: readonly string[];
}

const folder = path.resolve('test/fixtures/syntax');
const extension = '.dt.http';

/** Every request file of `test/fixtures/syntax`. */
export function readFixtures(): Fixture[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(extension))
    .map((file) => {
      const name = file.slice(0, -extension.length);
      const nodes = readFileSync(path.join(folder, `${name}.nodes.txt`), 'utf8');
      const text = readFileSync(path.join(folder, file), 'utf8');
      return { name, text, nodes: nodes.slice(0, -1).split('\n') };
    });
}
