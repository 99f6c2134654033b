import assert from 'node:assert/strict';
import type { RunReport } from '../../../src/app/report';
import { applyEdits } from '../../../src/base/text';
import { catalogue } from '../../../src/insight/catalogue/index';
import { toTextEdits } from '../../../src/language/locate';
import { parse } from '../../../src/language/syntax/parser';
import { Engine } from '../../helpers/engine';
import { marked } from '../../helpers/marked';
import { elsewhere, type Failing, failures } from './failures';

type Ran = Extract<RunReport, { readonly kind: 'ran' }>;

/** Runs the only request of a text, which must reach the wire. */
async function ran(engine: Engine, text: string): Promise<Ran> {
  const report = await engine.run(text);
  assert.ok(report.kind === 'ran', `${text}\n${JSON.stringify(report)}`);
  return report;
}

/** The text after each certain edit that its failure offers. */
function mended(text: string, { plan, failure }: Ran): readonly string[] {
  return (failure?.explanation.fixes ?? []).flatMap((fix) => {
    if (fix.kind !== 'edit' || fix.grade !== 'certain') return [];
    const edits = toTextEdits(plan, parse(text), fix.edits);
    assert.ok(edits, `${fix.title}: cannot be carried out`);
    return [applyEdits(text, edits)];
  });
}

describe('catalogue, over sockets', () => {
  it('has a request for every entry that the sandbox can bring about', () => {
    const covered = [...Object.keys(failures), ...elsewhere, 'dt.429', 'quota'];
    assert.deepEqual(covered.sort(), catalogue.map(({ code }) => code).sort());
  });

  describe('a request that fails is explained on the word to blame, and mended where that is certain', () => {
    let engine: Engine;
    before(async () => (engine = await Engine.start()));
    after(() => engine.stop());

    for (const [code, list] of Object.entries(failures)) {
      for (const failing of list) it(`${code}: ${failing.name}`, () => check(engine, code, failing));
    }
  });

  describe('a quota that is used up', () => {
    let engine: Engine;
    beforeEach(async () => (engine = await Engine.start()));
    afterEach(() => engine.stop());

    it('dt.429: is information, and says how long', async () => {
      const { text, spans } = marked('# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: 429; retry-after=3\n');
      const { failure } = await ran(engine, text);
      assert.ok(failure);
      const { code, severity, fixes } = failure.explanation;
      assert.deepEqual([code, severity, failure.span], ['dt.429', 'information', spans[0]]);
      assert.deepEqual(fixes.map((fix) => fix.kind === 'action' && [fix.action, fix.afterMs]), [['wait-and-retry', 3000]]);
    });

    it('quota: nothing is sent before the end of a long refusal', async () => {
      await ran(engine, '# @retry none\nGET /projects\nX-Sandbox-Fault: 429; retry-after=300\n');
      const sent = engine.sandbox.requests.length;
      const { text, spans } = marked('⟦GET /roles⟧\n');
      const { failure } = await ran(engine, text);
      assert.deepEqual([failure?.explanation.code, failure?.span], ['quota', spans[0]]);
      assert.equal(engine.sandbox.requests.length, sent);
    });
  });
});

async function check(engine: Engine, code: string, { text: source, isMended }: Failing): Promise<void> {
  const { text, spans } = marked(`${source(engine.sandbox)}\n`);
  const report = await ran(engine, text);
  const { failure } = report;
  assert.ok(failure, report.document);
  assert.equal(failure.explanation.code, code, failure.explanation.headline);
  const { start, end } = failure.span;
  assert.deepEqual([text.slice(start, end), start], [text.slice(spans[0]?.start, spans[0]?.end), spans[0]?.start], failure.explanation.headline);
  const better = mended(text, report);
  assert.equal(better.length > 0, isMended === true, JSON.stringify(failure.explanation.fixes));
  for (const again of better) assert.equal((await ran(engine, again)).verdict, 'passed', again);
}
