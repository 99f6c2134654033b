import assert from 'node:assert/strict';
import { variableHover } from '../../../src/app/variableHover';
import { parse } from '../../../src/language/syntax/parser';
import { marked } from '../../helpers/marked';
import { memoryFiles } from '../../helpers/memoryFiles';

const files = memoryFiles({
  'file:///w/http-client.env.json': '{"dev": {"project": "public", "other": "<b>*x*</b>", "vault": {"$secret": "v"}}}',
  'file:///w/http-client.private.env.json': '{"dev": {"project": "hidden-value"}}',
  'file:///w/shared.dt.http': '@project = imported\n',
});

/** The hover at the start of the mark. */
async function hoverAt(source: string): Promise<string | undefined> {
  const { text, spans } = marked(source);
  const [span] = spans;
  assert.ok(span);
  const hover = await variableHover(files, { file: parse(text), uri: 'file:///w/a.dt.http', root: 'file:///w', environment: 'dev' }, span.start);
  if (hover) assert.equal(text.slice(hover.span.start, hover.span.end), text.slice(span.start, span.end));
  return hover?.markdown.replaceAll('\\', '');
}

describe('the hover of a variable', () => {
  for (const [name, source, expected] of [
    ['lists every definition, the winner first', '@project = mine\nGET /{{⟦project⟧}}\n', '**project**\n\n- mine · this file, line 1 *(this one counts)*\n- ••• · environment "dev" (http-client.private.env.json)\n- public · environment "dev" (http-client.env.json)'],
    ['of one definition says nothing of winning', '@a = 1\nGET /{{⟦a⟧}}\n', '**a**\n\n- 1 · this file, line 1'],
    ['is there at the definition too', '@⟦a⟧ = 1\n', '**a**\n\n- 1 · this file, line 1'],
    ['at a definition knows nothing of what the next request asks for', '@⟦a⟧ = 1\n###\n# @prompt a\nGET /{{a}}\n', '**a**\n\n- 1 · this file, line 1'],
    ['hides a stored secret', 'GET /{{⟦vault⟧}}\n', '**vault**\n\n- ••• · environment "dev" (http-client.env.json), stored secret "v"'],
    ['hides what is called like one, as completion does', '@password = hunter22\nGET /{{⟦password⟧}}\n', '**password**\n\n- ••• · this file, line 1'],
    ['of a long value shows its beginning', `@a = ${'x'.repeat(250)}\nGET /{{⟦a⟧}}\n`, `**a**\n\n- ${'x'.repeat(200)}… · this file, line 1`],
    ['is no Markdown of the file', 'GET /{{⟦other⟧}}\n', '**other**\n\n- <b>*x*</b> · environment "dev" (http-client.env.json)'],
    ['names imports', '# @import ./shared.dt.http\nGET /{{⟦project⟧}}\n', '**project**\n\n- imported · imported (shared.dt.http) *(this one counts)*\n- ••• · environment "dev" (http-client.private.env.json)\n- public · environment "dev" (http-client.env.json)'],
    ['names a prompt', '# @prompt who Who?\nGET /{{⟦who⟧}}\n', '**who**\n\n- asked when it is sent'],
    ['names a prompt where it is asked for', '# @prompt ⟦who⟧ Who?\nGET /{{who}}\n', '**who**\n\n- asked when it is sent'],
    ['of an empty value', '@a =\nGET /{{⟦a⟧}}\n', '**a**\n\n- (empty) · this file, line 1'],
    ['of nothing is none', 'GET /{{⟦nothing⟧}}\n', undefined],
    ['elsewhere is none', 'GET /⟦projects⟧\n', undefined],
  ] as const) {
    it(name, async () => assert.equal(await hoverAt(source), expected));
  }
});
