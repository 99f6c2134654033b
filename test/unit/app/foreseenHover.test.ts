import assert from 'node:assert/strict';
import { foreseeingAt } from '../../../src/app/foreseeing';
import { foreseenMarkdown } from '../../../src/app/foreseenHover';
import type { Finding } from '../../../src/base/finding';
import { entryByCode } from '../../../src/insight/lookUp';
import { diagnose } from '../../../src/language/features/diagnostics/diagnose';
import { parse } from '../../../src/language/syntax/parser';

const findingsOf = (text: string): readonly Finding[] => diagnose(parse(text), {}, foreseeingAt(Date.UTC(2026, 10, 21)));
const hoverOf = (finding: Finding): string | undefined => foreseenMarkdown(finding, (code) => `command:page?${code}`);

/** The hover on the only thing that is foreseen of a text, without its backslashes. */
function shown(text: string): string {
  const [finding, ...others] = findingsOf(text);
  assert.ok(finding && others.length === 0, text);
  return hoverOf(finding)?.replaceAll('\\', '') ?? '';
}

describe('the hover on what is foreseen', () => {
  it('says what to do about this request and why, not all there is to know of such failures', () => {
    const text = shown('GET /projects?page_size=500\n');
    assert.match(text, /^\*\*Do this\*\*\n\n- [^\n]*100[^\n]*\*\([a-z]+\)\*\n\n\*\*Why\*\*\n\n- [^\n]+\n\n\*\*Documentation\*\*\n\n- \[/);
    for (const { text: general } of entryByCode('dt.400.parameter-value')?.about.doThis ?? []) assert.ok(!text.includes(general), general);
  });

  it('links to the page', () => {
    assert.match(shown('# @auth none\nGET /projects\n'), /\*\*Documentation\*\*\n\n- \[All about dt\.401\.no-account\]\(command:page\?dt\.401\.no-account\)\n- \[/);
  });

  it('is no Markdown of the file', () => {
    const [finding] = findingsOf('GET /projects?[click](command:x)=1\n');
    assert.ok(finding);
    const text = hoverOf(finding) ?? '';
    assert.ok(!text.includes('[click]') && !text.includes('(command:x)'), text);
  });

  it('is not there for what the language finds itself', () => {
    const [finding] = findingsOf('GET /{{nothing}}\n');
    assert.ok(finding);
    assert.deepEqual([finding.code, hoverOf(finding)], ['variable.undefined', undefined]);
  });
});
