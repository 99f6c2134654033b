import assert from 'node:assert/strict';
import { checkFile } from '../../../src/app/check';
import { applyEdits } from '../../../src/base/text';
import { catalogue } from '../../../src/insight/catalogue/index';
import { fixesFor } from '../../../src/language/features/fixes/index';
import { parse } from '../../../src/language/syntax/parser';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { variablesOf } from '../../fixtures/failures/variables';
import { marked } from '../../helpers/marked';
import { memoryFiles } from '../../helpers/memoryFiles';
import { sandboxRights } from '../../helpers/sandboxRights';

const foreseen = catalogue.filter(({ isForeseen }) => isForeseen);

describe('the catalogue, before the send', () => {
  let sandbox: Sandbox;
  before(async () => (sandbox = await startSandbox({})));
  after(() => sandbox.stop());

  /** What the check finds in a text whose variables are given. */
  async function found(text: string) {
    const variables = new Map(Object.entries(variablesOf(sandbox)));
    const file = parse(text);
    const { findings } = await checkFile(memoryFiles({}), { file, uri: 'untitled:example.dt.http', variables, sandbox, rights: sandboxRights(), now: Date.now() });
    return findings.map(({ finding, message }) => ({ finding, message, fixes: fixesFor(file, finding) }));
  }

  it('has causes that can be seen', () => assert.ok(foreseen.length >= 15, String(foreseen.length)));

  for (const { code, example = '' } of foreseen) {
    it(`${code}: its example is marked as the answer to it will be, and by nothing else`, async () => {
      const { text, spans } = marked(`${example}\n`);
      const [place] = spans;
      assert.ok(place);
      const findings = (await found(text)).filter(({ finding }) => !finding.code.startsWith('secret.') && finding.severity !== 'hint');
      assert.deepEqual(findings.map(({ finding: { code: own, span } }) => [own, text.slice(span.start, span.end), span.start]), [[code, text.slice(place.start, place.end), place.start]]);
      for (const { finding, message } of findings) {
        assert.ok(finding.severity === 'warning' || finding.severity === 'information');
        assert.match(message, /^[^\n]{10,250}[.!?]$/);
      }
    });

    it(`${code}: a fix that is certain leaves nothing to find`, async () => {
      const { text } = marked(`${example}\n`);
      for (const { finding, fixes } of await found(text)) {
        if (finding.code !== code) continue;
        for (const { preferred, title, edits } of fixes) {
          const after = (await found(applyEdits(text, edits))).filter(({ finding: each }) => each.code === code);
          if (preferred) assert.deepEqual(after.map(({ message }) => message), [], title);
        }
      }
    });
  }

  for (const { code, example } of catalogue.filter(({ isForeseen }) => isForeseen !== true)) {
    if (example === undefined) continue;
    it(`${code}: nobody could have seen it before`, async () => {
      const own = (await found(`${marked(example).text}\n`)).filter(({ finding }) => finding.code === code);
      assert.deepEqual(own.map(({ message }) => message), []);
    });
  }
});
