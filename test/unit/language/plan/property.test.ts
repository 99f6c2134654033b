import assert from 'node:assert/strict';
import { applyEdits } from '../../../../src/base/text';
import { diagnose } from '../../../../src/language/features/diagnostics/diagnose';
import { documentSymbols } from '../../../../src/language/features/documentSymbols';
import { fixesFor } from '../../../../src/language/features/fixes/index';
import { lenses } from '../../../../src/language/features/lenses';
import { mentionsAt, mentionsInAnswer } from '../../../../src/language/features/statusAt';
import { locate, toTextEdits } from '../../../../src/language/locate';
import { findingCodes, hasError } from '../../../../src/language/plan/findings';
import { planRequest } from '../../../../src/language/plan/plan';
import { parse } from '../../../../src/language/syntax/parser';
import { seeded } from '../../../helpers/seeded';
import { devEnvironment, fixture, fixtures, markedFindings, sendContext } from './support';

const fragments = [
  '\n', '\n\n', '\r\n', '###\n', '### title\n', '{{', '}}', '{{x}}', '{{%x}}', '{{ token }}', '{{stored}}', '{{$guid}}', '{{$timestamp 1 d}}', '{{a.response.body}}', '\\{\\{', '\\}\\}',
  '@x = ', '@x := ', '@y = {{x}}', '@', '=', ':', '/', '?', '&', '#', '//', ' ', '\t', '# @', '# @name a', '# @timeout ', '30s', '# @expect status 200', '# @host emulator', '# @disabled', '?? status == ',
  'GET ', 'POST /projects/', 'https://', 'example.com', '/v2/', 'Host: ', 'Content-Type: application/json', 'Content-Type: application/x-www-form-urlencoded', '{"a": ', '1}', '"', '[', ']', '\u0000', '\ud800', 'æ', '\u{1f600}', '< ./x', '>> ./y', '> {%', '%}', 'HTTP/1.1', '__proto__',
] as const;

function randomText(next: () => number): string {
  return Array.from({ length: 1 + Math.floor(next() * 24) }, () => fragments[Math.floor(next() * fragments.length)]).join('');
}

const variables = devEnvironment();

/** Runs everything over a text; says whether any block could be planned. */
function exercise(text: string): number {
  const file = parse(text);
  const codes = new Set<string>(findingCodes);
  const findings = diagnose(file, variables);
  for (const finding of findings) {
    assert.ok(codes.has(finding.code), finding.code);
    assert.ok(finding.span.start >= 0 && finding.span.start <= finding.span.end && finding.span.end <= text.length);
    for (const { edits } of fixesFor(file, finding)) applyEdits(text, edits);
  }
  lenses(file);
  documentSymbols(file);
  for (let offset = 0; offset <= text.length; offset += 7) {
    mentionsAt(file, offset);
    mentionsInAnswer(text, offset);
  }
  let plans = 0;
  for (const block of file.blocks) {
    const result = planRequest(file, block, sendContext(variables));
    if (result.kind !== 'plan') continue;
    plans++;
    const { plan } = result;
    assert.ok(!hasError(plan.findings));
    assert.match(plan.request.target, /^\/[\x21-\x7e]*$/);
    assert.ok(plan.request.headers.every(([, value]) => !/[\r\n\0]/.test(value)));
    assert.ok(!plan.request.target.includes('#'));
    for (const [index] of plan.request.target.split('/').entries()) {
      const span = locate(plan, { kind: 'path-segment', index });
      assert.ok(span.start >= block.start && span.end <= block.end);
    }
    toTextEdits(plan, file, [{ kind: 'add-query', name: 'a', value: 'b' }]);
    toTextEdits(plan, file, [{ kind: 'add-json', pointer: '', name: 'a', value: '1' }, { kind: 'remove', part: { kind: 'path-segment', index: 1 } }]);
  }
  return plans;
}

describe('any text', function () {
  // Thousands of texts: how long they take is the machine's business.
  this.timeout(60_000);

  it('random texts: no throw, and no plan with an error', () => {
    const next = seeded(20260131);
    let plans = 0;
    for (let run = 0; run < 1500; run++) {
      plans += exercise(randomText(next));
      const piece = () => (next() < 0.5 ? '' : fragments[Math.floor(next() * fragments.length)]);
      plans += exercise(`@x = ${piece()}\n###${piece()}\n# @${piece()}\nPOST /x${piece()}${piece()}\nX-A:${piece()}\n${piece()}\n\n${piece()}${piece()}`);
    }
    assert.ok(plans > 100, `only ${plans} plans`);
  });

  it('fixtures with a piece taken out or put in', () => {
    const next = seeded(7);
    for (const name of fixtures) {
      const { text } = markedFindings(fixture(`${name}.dt.http`));
      for (let run = 0; run < 40; run++) {
        const at = Math.floor(next() * text.length);
        exercise(text.slice(0, at) + randomText(next) + text.slice(at + Math.floor(next() * 20)));
      }
    }
  });

  it('no finding says a secret', () => {
    for (const text of ['GET {{token}}', 'GET {{token}}/x', 'GET https://{{token}}:x/', 'GET https://x/\nHost: {{token}}', 'GET /x\nHost: {{token}}!', 'GET /{{token}}é', 'GET {{token}}://x', '@apiBase = {{token}}\nGET /x', 'GET /x/{{stored}}\u0020{{token}}', '# @timeout {{token}}\nGET /x', '# @expect {{token}}\nGET /x', '@apiBase = {{stored}}\nGET /x', 'POST /x\nContent-Type: application/json\n\n{{token}}', 'GET /x\nAuthorization: Basic {{token}}:x']) {
      const file = parse(text);
      const result = planRequest(file, file.blocks[0]!, sendContext(variables));
      assert.ok(result.kind === 'refused', text);
      const findings = [...result.findings, ...diagnose(file, variables)];
      assert.doesNotMatch(JSON.stringify(findings), /very-private|from-storage/);
    }
  });

  it('nothing that is secret to the file leaves a plan unmarked', () => {
    const { text } = markedFindings(fixture('headers.dt.http'));
    const file = parse(text.replace(/^(no colon|@late|Two Words|Connection|content-length|X-Control).*\n/gm, ''));
    const result = planRequest(file, file.blocks[0]!, sendContext(devEnvironment()));
    assert.ok(result.kind === 'plan');
    assert.deepEqual(result.plan.secrets, ['very-private', 'from-storage']);
    assert.deepEqual(result.plan.origins.map(({ value }) => value), [undefined, undefined]);
  });
});
