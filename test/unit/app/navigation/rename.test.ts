import assert from 'node:assert/strict';
import { prepareRename, rename } from '../../../../src/app/navigation/rename';
import { environmentFromSettings } from '../../../../src/language/plan/environment';
import { diagnose } from '../../../../src/language/features/diagnostics/diagnose';
import { parse } from '../../../../src/language/syntax/parser';
import { seeded } from '../../../helpers/seeded';
import { never, renamed, worldOf } from './world';

type Files = Readonly<Record<string, string>>;
const env = 'http-client.env.json';

describe('rename', () => {
  const cases: readonly [what: string, files: Files, newName: string, expected: Files][] = [
    ['a variable across file, import and importers', {
      'a.dt.http': '# @import ./lib.dt.http\r\n\r\nGET /{{‸x}}/{{%x}}\r\n',
      'lib.dt.http': '@x = 1\n@y = {{ x }}',
      'b.dt.http': '# @import ./lib.dt.http\nGET /{{x}}\n###\n@x = own\nGET /{{x}}',
    }, 'project-id', {
      'a.dt.http': '# @import ./lib.dt.http\r\n\r\nGET /{{project-id}}/{{%project-id}}\r\n',
      'lib.dt.http': '@project-id = 1\n@y = {{ project-id }}',
      'b.dt.http': '# @import ./lib.dt.http\nGET /{{project-id}}\n###\n@x = own\nGET /{{x}}',
    }],
    ['a variable of environments, in all of them', {
      'a.dt.http': 'GET /{{‸x}}',
      'sub/b.dt.http': '@y = {{x}}\nGET /{{y}}',
      [env]: '{\n  "dev": { "x": "x" },\n  "prod": { "\\u0078": 2 }\n}',
      'http-client.private.env.json': '{"$shared": {"x": {"$secret": "x"}}}',
    }, 'project', {
      'a.dt.http': 'GET /{{project}}',
      'sub/b.dt.http': '@y = {{project}}\nGET /{{y}}',
      [env]: '{\n  "dev": { "project": "x" },\n  "prod": { "project": 2 }\n}',
      'http-client.private.env.json': '{"$shared": {"project": {"$secret": "x"}}}',
    }],
    ['the same from the environment file', { 'a.dt.http': 'GET /{{x}}', [env]: '{"dev": {"‸x": "x"}}' }, 'y', { 'a.dt.http': 'GET /{{y}}', [env]: '{"dev": {"y": "x"}}' }],
    ['a request with its title', { 'a.dt.http': '### login\nGET /x\n###\n# @ref log‸in\nGET /{{login.response.status}}' }, 'sign_in', { 'a.dt.http': '### sign_in\nGET /x\n###\n# @ref sign_in\nGET /{{sign_in.response.status}}' }],
    ['a request, not the variable of its name', { 'a.dt.http': '@a = 1\n### a\nGET /{{a}}\n###\n# @ref ‸a\nGET /{{a.response.status}}' }, 'b', { 'a.dt.http': '@a = 1\n### b\nGET /{{a}}\n###\n# @ref b\nGET /{{b.response.status}}' }],
    ['a request, not the key of an environment that looks like its answer', { 'a.dt.http': '### ‸login\nGET /x\n###\nGET /{{login.response.status}}/{{login.response.body}}', [env]: '{"dev": {"login.response.status": 1}}' }, 'sign_in', { 'a.dt.http': '### sign_in\nGET /x\n###\nGET /{{login.response.status}}/{{sign_in.response.body}}', [env]: '{"dev": {"login.response.status": 1}}' }],
    ['that key', { 'a.dt.http': '### login\nGET /x\n###\nGET /{{login.respon‸se.status}}', [env]: '{"dev": {"login.response.status": 1}}' }, 'status', { 'a.dt.http': '### login\nGET /x\n###\nGET /{{status}}', [env]: '{"dev": {"status": 1}}' }],
    ['a prompt', { 'a.dt.http': '@x = 1\n# @prompt-secret x A question about x\nGET /{{x‸}}\n###\nGET /{{x}}' }, 'y', { 'a.dt.http': '@x = 1\n# @prompt-secret y A question about x\nGET /{{y}}\n###\nGET /{{x}}' }],
    ['one of two requests of one name', { 'a.dt.http': '# @name a\nGET /x\n###\n# @name ‸a\nGET /y\n###\n# @ref a\nGET /z' }, 'b', { 'a.dt.http': '# @name a\nGET /x\n###\n# @name b\nGET /y\n###\n# @ref a\nGET /z' }],
    ['to what it is', { 'a.dt.http': '@‸x = 1\nGET /{{x}}' }, 'x', { 'a.dt.http': '@x = 1\nGET /{{x}}' }],
    ['to a name that is used elsewhere for something else', { 'a.dt.http': '@‸x = 1\nGET /{{x}}', 'b.dt.http': '@y = 2\nGET /{{y}}' }, 'y', { 'a.dt.http': '@y = 1\nGET /{{y}}', 'b.dt.http': '@y = 2\nGET /{{y}}' }],
  ];
  for (const [what, files, newName, expected] of cases) {
    it(what, async () => {
      const { names, document, cursor, texts } = worldOf(files);
      const result = await rename(names, document, cursor, newName, never);
      assert.ok(result.kind === 'ready', JSON.stringify(result));
      assert.deepEqual(renamed(texts, result.places, newName), expected);
    });
  }

  const refusals: readonly [what: string, files: Files, newName: string, reason: RegExp][] = [
    ['where no name stands', { 'a.dt.http': 'GET /‸x' }, 'y', /^No name stands here/],
    ['a system variable', { 'a.dt.http': 'GET /{{$randomInt ‸1 2}}' }, 'y', /^\$randomInt belongs to the language/],
    ['what the product reads', { 'a.dt.http': '@‸apiBase = x\nGET /x' }, 'y', /^"apiBase" is read by DT HTTP itself/],
    ['what the product reads, in an environment file', { [env]: '{"dev": {"‸account": "x"}}' }, 'y', /^"account" is read/],
    ['what nothing defines', { 'a.dt.http': 'GET /{{‸x}}' }, 'y', /^Nothing defines "x"/],
    ['a request that is not there', { 'a.dt.http': '# @ref ‸x\nGET /x' }, 'y', /^No request is called "x"/],
    ['the title of several', { 'a.dt.http': '### ‸x\nGET /x\n### x\nGET /y' }, 'y', /^No request is called "x", or several are/],
    ['to what is no name of a variable', { 'a.dt.http': '@‸x = 1' }, '1x', /^The name of a variable starts with a letter/],
    ['to nothing', { 'a.dt.http': '@‸x = 1' }, '', /^The name of a variable/],
    ['a request to a name with a hyphen', { 'a.dt.http': '### ‸x\nGET /x' }, 'a-b', /^The name of a request starts/],
    ['to what the product reads', { 'a.dt.http': '@‸x = 1' }, 'account', /^"account" is read by DT HTTP itself/],
    ['to a variable of the file', { 'a.dt.http': '@‸x = 1\n@y = 2' }, 'y', /^"y" is taken: a\.dt\.http knows it already/],
    ['to a request of the file', { 'a.dt.http': '@‸x = 1\n### y\nGET /x' }, 'y', /taken: a\.dt\.http/],
    ['to a prompt of the file', { 'a.dt.http': '@‸x = 1\n# @prompt y\nGET /x' }, 'y', /taken: a\.dt\.http/],
    ['to a title that several have', { 'a.dt.http': '### ‸x\nGET /x\n### y\nGET /y\n### y\nGET /z' }, 'y', /taken: a\.dt\.http/],
    ['to a variable of an imported file', { 'a.dt.http': '# @import ./b.dt.http\n@‸x = 1', 'b.dt.http': '@y = 2' }, 'y', /taken: b\.dt\.http/],
    ['to a variable of the environment', { 'a.dt.http': '@‸x = 1', [env]: '{"dev": {"y": 1}}' }, 'y', /taken: http-client\.env\.json/],
    ['to a variable of another file that imports it', { 'a.dt.http': '@‸x = 1', 'b.dt.http': '# @import ./a.dt.http\n@y = 2\nGET /{{y}}' }, 'y', /taken: b\.dt\.http/],
    ['a key to another of its file', { [env]: '{"dev": {"‸x": 1}, "prod": {"y": 1}}' }, 'y', /taken: http-client\.env\.json/],
    ['a key to a variable of a file that sees it', { 'a.dt.http': '@y = 1\nGET /{{y}}', [env]: '{"dev": {"‸x": 1}}' }, 'y', /taken: a\.dt\.http/],
    ['in a circle of imports', { 'a.dt.http': '# @import ./b.dt.http\n@‸x = 1', 'b.dt.http': '# @import ./c.dt.http\nGET /{{x}}', 'c.dt.http': '# @import ./b.dt.http\n# @import ./a.dt.http' }, 'y', /^b\.dt\.http is imported by a file that it imports, so what "x" means may depend/],
    ['in a file that imports itself', { 'a.dt.http': '# @import ./a.dt.http\n@‸x = 1' }, 'y', /^a\.dt\.http is imported by a file that it imports/],
    ['where an environment file has errors', { 'a.dt.http': 'GET /{{‸x}}', [env]: '{"dev": {"x": 1,}}' }, 'y', /^http-client\.env\.json has errors, so not all places of "x" can be found/],
    ['where another environment file that may have it has errors', { 'a.dt.http': 'GET /{{‸x}}', [env]: '{"dev": {"x": 1}}', 'http-client.private.env.json': '{"dev": "x": 1}' }, 'y', /^http-client\.private\.env\.json has errors/],
  ];
  for (const [what, files, newName, reason] of refusals) {
    it(`is refused ${what}`, async () => {
      const { names, document, cursor } = worldOf(files);
      const result = await rename(names, document, cursor, newName, never);
      assert.match(result.kind === 'refused' ? result.reason : JSON.stringify(result), reason);
    });
  }

  describe('says whether files that are inserted were not looked through', () => {
    const insert = 'POST /y\n\n<@ ./b.json\n';
    const cases: readonly [what: string, files: Files, isInserted: boolean][] = [
      ['a variable of the file', { 'a.dt.http': `@‸x = 1\n###\n${insert}` }, true],
      ['a file that is inserted as it is', { 'a.dt.http': `@‸x = 1\n###\n${insert.replace('<@', '<')}` }, false],
      ['a file that imports it, and names it nowhere', { 'a.dt.http': '@‸x = 1', 'b.dt.http': `# @import ./a.dt.http\n${insert}` }, true],
      ['a file that does not see it', { 'a.dt.http': '@‸x = 1', 'b.dt.http': insert }, false],
      ['a request', { 'a.dt.http': `### ‸x\nGET /x\n###\n${insert}` }, true],
      ['an environment that it has', { 'a.dt.http': 'GET /{{‸x}}', 'b.dt.http': insert, [env]: '{"dev": {"x": 1}}' }, true],
      ['the same from the environment file', { 'b.dt.http': insert, [env]: '{"dev": {"‸x": 1}}' }, true],
      ['an environment that it has not', { 'a/a.dt.http': 'GET /{{‸x}}', 'b.dt.http': insert, [`a/${env}`]: '{"dev": {"x": 1}}' }, false],
      ['a prompt of the request', { 'a.dt.http': `# @prompt ‸x\n${insert}` }, true],
      ['a prompt of another', { 'a.dt.http': `# @prompt ‸x\nGET /{{x}}\n###\n${insert}` }, false],
    ];
    for (const [what, files, isInserted] of cases) {
      it(what, async () => {
        const { names, document, cursor } = worldOf(files);
        const result = await rename(names, document, cursor, 'y', never);
        assert.equal(result.kind === 'ready' && result.isInserted, isInserted, JSON.stringify(result));
      });
    }
  });

  it('is refused for what only the settings define', async () => {
    const { names, document, cursor } = worldOf({ 'a.dt.http': 'GET /{{‸x}}' }, { moreEnvironments: [environmentFromSettings({ $shared: { x: 1 } })] });
    const result = await prepareRename(names, document, cursor);
    assert.match(result.kind === 'refused' ? result.reason : '', /is defined in your settings \(rest-client\.environmentVariables\)/);
  });

  it('is prepared with the name alone, and without a look at files that nobody imports', async () => {
    const { names, document, cursor, texts, read } = worldOf({ 'a.dt.http': '### login\nGET /{{login.resp‸onse.status}}', 'b.dt.http': '# @import ./a.dt.http' });
    const result = await prepareRename(names, document, cursor);
    assert.ok(result.kind === 'ready');
    assert.equal(texts.get('a.dt.http')?.slice(result.span.start, result.span.end), 'login');
    assert.deepEqual(read.filter((uri) => uri.endsWith('.http')), []);
  });

  it('leaves what is found in a file as it was, whatever is renamed', async () => {
    const random = seeded(11);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    const pieces = ['@a = 1\n', '@b = {{a}}\n', '@a = {{a}}x\n', '### a\n', '###\n', '# @name c\n', '# @prompt a\n', '# @prompt b\n', 'GET /{{a}}/{{b}}\n', 'GET /{{c.response.status}}\n', '# @ref c\n', '\n{"x": "{{a}}"}\n', '{{b}}\n'];
    let count = 0;
    for (let round = 0; round < 600; round++) {
      const text = Array.from({ length: 12 }, () => pick(pieces)).join('');
      const offset = Math.floor(random() * text.length);
      const { names, document, cursor, texts } = worldOf({ 'a.dt.http': `${text.slice(0, offset)}‸${text.slice(offset)}` });
      const result = await rename(names, document, cursor, 'zz', never);
      // A prompt with another name hides nothing any more.
      const codes = (each: string) => diagnose(parse(each), {}).map(({ code }) => code).filter((code) => code !== 'variable.shadowed');
      // Of two of one name each is renamed alone, which is what mends them.
      if (result.kind === 'refused' || codes(text).includes('name.duplicate')) continue;
      count++;
      const after = renamed(texts, result.places, 'zz')['a.dt.http'] ?? '';
      assert.deepEqual(codes(after), codes(text), `${text}\n---\n${after}`);
    }
    assert.ok(count > 40, String(count));
  });
});
