import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/language/features/diagnostics/diagnose';
import { hasError } from '../../../../src/language/plan/findings';
import { planRequest } from '../../../../src/language/plan/plan';
import { parse } from '../../../../src/language/syntax/parser';
import { devEnvironment, fixture, fixtures, markedFindings, sendContext, shown } from './support';

describe('findings of request files', () => {
  for (const name of fixtures) {
    for (const [ends, lineEnd] of [['LF', '\n'], ['CRLF', '\r\n']] as const) {
      it(`${name}, ${ends}`, () => {
        const { text, findings } = markedFindings(fixture(`${name}.dt.http`).replaceAll('\r\n', '\n').replaceAll('\n', lineEnd));
        const found = diagnose(parse(text), devEnvironment());
        assert.deepEqual(found.map((each) => shown(text, each)), findings);
      });
    }

    it(`${name}: a block is sent exactly when it has no error`, () => {
      const { text } = markedFindings(fixture(`${name}.dt.http`));
      const file = parse(text);
      for (const block of file.blocks) {
        if (!block.request) continue;
        const result = planRequest(file, block, sendContext({ ...devEnvironment(), secrets: () => '"stored"' }));
        const own = diagnose(file, devEnvironment()).filter(({ span }) => span.start >= block.start && span.end <= block.end);
        // A use of a broken variable is refused for what stands at the definition.
        const usesBroken = text.slice(block.start, block.end).includes('{{broken}}');
        // That requests wait for one another shows when one of them is run.
        const alone = own.filter(({ code }) => code !== 'reference.cycle');
        const isRefused = hasError(alone) || usesBroken || own.some(({ code }) => code === 'request.disabled');
        assert.equal(result.kind === 'refused', isRefused, text.slice(block.start, block.end));
      }
    });
  }
});
