import { rows } from './wire/rows';
import { Listeners, runRow } from './wire/runRow';

/** The table of the language, row by row: see `wire/row.ts` for how to read one. */
describe('on the wire', () => {
  const listeners = new Listeners();
  before(() => listeners.start());
  after(() => listeners.stop());

  for (const [group, table] of Object.entries(rows)) {
    describe(group, () => {
      for (const row of table) {
        const variants = row.asWritten ? [['as written', '\n']] : [['LF', '\n'], ['CRLF', '\r\n']];
        for (const [label = '', eol = ''] of variants) it(`${row.name} (${label})`, () => runRow(listeners, row, eol));
      }
    });
  }
});
