import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A request file of the repository, without the marks of its tests. */
export interface RequestText {
  readonly name: string;
  readonly text: string;
}

/** Every request file that tests and examples have: those of other tools too. */
export function requestTexts(): readonly RequestText[] {
  return ['test/fixtures/plan', 'test/fixtures/syntax', 'test/fixtures/others', 'media/examples'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.http'))
      .map((name) => ({ name: path.join(folder, name), text: readFileSync(path.join(folder, name), 'utf8').replace(/⟦[a-z\d.-]+\||[⟦⟧]/g, '') })),
  );
}
