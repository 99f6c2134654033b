import assert from 'node:assert/strict';
import type { Asked, Interaction, Question } from '../../../src/app/session/interaction';
import type { RunReport } from '../../../src/app/report';
import type { Progress } from '../../../src/run/pipeline';
import { parse } from '../../../src/language/syntax/parser';
import { nameOf } from '../../../src/language/plan/names';
import { Engine, requestUri } from '../../helpers/engine';

/** A person who answers, and what was asked. */
class Person implements Interaction {
  readonly asked: string[] = [];
  constructor(private readonly values: Readonly<Record<string, string | undefined>> = {}, private readonly agrees: boolean | 'nobody' = true) {}

  prompt({ name, text, secret }: { name: string; text: string; secret: boolean }): Promise<Asked<string>> {
    this.asked.push(`${secret ? 'secret ' : ''}${name}: ${text}`);
    const value = this.values[name];
    return Promise.resolve(value === undefined ? { kind: 'dismissed' } : { kind: 'answered', value });
  }

  confirm({ kind, text }: Question): Promise<Asked<true>> {
    this.asked.push(`${kind}: ${text}`);
    if (this.agrees === 'nobody') return Promise.resolve({ kind: 'unavailable', instead: 'add --yes' });
    return Promise.resolve(this.agrees ? { kind: 'answered', value: true } : { kind: 'dismissed' });
  }
}

const text = (...lines: readonly string[]) => `${lines.join('\n')}\n`;

const list = text('### list', '# @name list', 'GET /projects', '', '###');

function codes(report: RunReport): readonly string[] {
  return 'findings' in report ? report.findings.map(({ finding }) => finding.code) : [];
}

function sentTarget(report: RunReport): string {
  assert.ok(report.kind === 'ran', `${report.kind}: ${'findings' in report ? report.findings.map(({ message }) => message).join() : ''}`);
  return report.plan.request.target;
}

describe('a session', () => {
  let engine: Engine;
  const files = {
    'file:///workspace/shared.dt.http': text('@size = 3', '@greeting = hi {{$guid}}', '# @name sharedList', 'GET /projects?page_size={{size}}', '', '###'),
    'file:///workspace/x.dt.http': '# @import ./y.dt.http\n',
    'file:///workspace/y.dt.http': '# @import ./x.dt.http\n',
    'file:///workspace/bad.dt.http': '@broken = {{nothing}}\n',
    'file:///workspace/body.json': '{"a": 1}',
    'file:///workspace/asks.dt.http': text('# @prompt-secret code There?', '@token = {{code}}'),
    ...Object.fromEntries(Array.from({ length: 40 }, (_, level) => [`file:///workspace/f${level}.dt.http`, text(`# @import ./f${level + 1}.dt.http`, `# @import ./f${level + 1}.dt.http`)])),
    'file:///workspace/f40.dt.http': '@deep = yes\n',
    'file:///elsewhere/secret.txt': 'not yours',
    'file:///workspace/.env': 'TOKEN=from-dotenv\n',
  };
  before(async () => (engine = await Engine.start(files, {}, { FROM_PROCESS: 'from-process-1' })));
  after(() => engine.stop());
  const sent = () => engine.sandbox.requests.map(({ method, target }) => `${method} ${target}`).filter((line) => !line.endsWith('/oauth2/token'));
  /** What is sent while `act` goes on. */
  const during = async (act: () => Promise<unknown>) => {
    const before = sent().length;
    await act();
    return sent().slice(before);
  };

  it('runs what a request refers to first, and keeps the answer', async () => {
    const use = `${list}\nGET /{{list.response.body.$.projects[0].name}}\nX-Status: {{list.response.status}}\n`;
    const named = text('# @name use', '') + use;
    assert.ok(named);
    const seen = await during(async () => {
      const target = sentTarget(await engine.runNamed(`${list}\n# @name use\nGET /{{list.response.body.$.projects[0].name}}\n`, 'use'));
      assert.match(target, /^\/v2\/projects\/[a-z0-9]{20}$/);
    });
    assert.equal(seen.length, 2);
    const again = await during(() => engine.runNamed(`${list}\n# @name use2\nGET /{{list.response.body.$.projects[0].name}}\n`, 'use2'));
    assert.equal(again.length, 1, 'the answer was kept');
  });

  it('keeps no answer of another text of the block', async () => {
    const other = list.replace('/projects', '/projects?page_size=1');
    const seen = await during(() => engine.runNamed(`${other}\n# @name use\nGET /{{list.response.body.$.projects[0].name}}\n`, 'use'));
    assert.equal(seen.length, 2);
  });

  it('keeps no answer to other values of the variables that the request was made of', async () => {
    const file = (size: number) => `@size = ${size}\n${list.replace('/projects', '/projects?page_size={{size}}')}\n# @name use\nGET /{{list.response.body.$.projects[0].name}}\n`;
    for (const [size, requests] of [[1, 2], [1, 1], [2, 2]] as const) {
      assert.equal((await during(() => engine.runNamed(file(size), 'use'))).length, requests, `page_size ${size}`);
    }
  });

  it('keeps the answer of one account from another', async () => {
    const file = (account: string) => `@who = ${account}\n### list\n# @name list\n# @account {{who}}\nGET /projects\n\n###\n# @name use\nGET /{{list.response.body.$.projects[0].name}}\n`;
    for (const [account, requests] of [['sandbox-project.user', 2], ['sandbox-organization.admin', 2], ['sandbox-project.user', 1]] as const) {
      assert.equal((await during(() => engine.runNamed(file(account), 'use'))).length, requests, account);
    }
  });

  it('keeps the answer while other accounts come, go and sign', async () => {
    const { accounts } = engine.services;
    const own = { keyId: 'key-of-mine', secret: 'planted-of-mine', email: 'mine@p.example', tokenUrl: 'https://identity.disruptive-technologies.com/oauth2/token' };
    const file = '### login\n# @name login\n# @account sandbox-project.user\nGET /projects\n\n###\n# @name use\n# @account sandbox-project.user\nGET /{{login.response.body.$.projects[0].name}}\n';
    await engine.runNamed(file, 'use');
    const kept = async (act: () => Promise<unknown>) => {
      await act();
      return (await during(() => engine.runNamed(file, 'use'))).length === 1;
    };
    assert.ok(await kept(() => accounts.add({ name: 'mine', account: own })), 'another was added');
    assert.ok(await kept(() => accounts.activate('sandbox-project.admin')), 'another is active');
    assert.ok(await kept(() => accounts.remove('mine')), 'another went');
    assert.ok(await kept(() => accounts.activate('sandbox-project.user')));
    await accounts.signOut('sandbox-project.user');
    // Whoever listens reads the accounts first.
    await new Promise((resolve) => setImmediate(resolve));
    await accounts.activate('sandbox-project.user');
    assert.ok(!(await kept(() => accounts.activate('sandbox-project.admin'))), 'it was signed out in between');
  });

  it('is signed to its end by the account that was active when it began', async () => {
    const { accounts } = engine.services;
    await accounts.activate('sandbox-project.user');
    try {
      const report = await engine.run('GET /projects\nX-Sandbox-Fault: 503; times=1\n', undefined, undefined, (progress) => {
        if (progress.kind === 'waiting-to-retry') void accounts.activate('sandbox-project.admin');
      });
      assert.ok(report.kind === 'ran');
      const { attempts } = report.result.outcome.exchange;
      assert.equal((await accounts.active())?.name, 'sandbox-project.admin');
      assert.deepEqual(attempts.map(({ signedAs }) => signedAs?.email), Array.from({ length: 2 }, () => engine.sandbox.account('project.user').email));
    } finally {
      await accounts.activate('sandbox-project.admin');
    }
  });

  it('is explained with the account that signed, whoever is active by then', async () => {
    const { accounts } = engine.services;
    await accounts.activate('sandbox-project.user');
    try {
      const report = await engine.run('POST /projects/c4f5le24saonvdu6500t/devices/cdpib6e3eqohgh5ett6u/labels\n\n{ "key": "floor", "value": "2" }\n', undefined, undefined, (progress) => {
        if (progress.kind === 'sending') void accounts.activate('sandbox-project.admin');
      });
      assert.ok(report.kind === 'ran' && report.failure, JSON.stringify(report.kind));
      assert.match(report.document, /Account: sandbox-project\.user /);
    } finally {
      await accounts.activate('sandbox-project.admin');
    }
  });

  describe('is not kept busy by', () => {
    it('a value that is made of another twice, thirty times over', async () => {
      const empty = await Engine.start({ 'file:///workspace/.env': 'EMPTY=\n' });
      const doubled = Array.from({ length: 30 }, (_, index) => `@v${index + 1} = {{v${index}}}{{v${index}}}`);
      const report = await empty.run(text('@v0 = {{$dotenv EMPTY}}', ...doubled, 'GET /projects?a={{v30}}'));
      assert.equal(report.kind, 'ran');
      await empty.stop();
    });

    it('a value that makes the body longer than can be sent: it is marked', async () => {
      const report = await engine.run(text(`@long = ${'x'.repeat(900_000)}`, 'POST /projects', '', '{{long}}'.repeat(100)));
      assert.deepEqual([report.kind, codes(report)[0]], ['refused', 'variable.too-long']);
    });

    it('a .env of blank lines', async () => {
      const blank = await Engine.start({ 'file:///workspace/.env': `${'\n'.repeat(150_000)}A=1\n${' \r\n'.repeat(50_000)}B=2\n` });
      const report = await blank.run(text('GET /projects?a={{$dotenv A}}&b={{$dotenv B}}'));
      assert.ok(report.kind === 'ran' && report.plan.request.target.endsWith('?a=1&b=2'));
      await blank.stop();
    });

    it('an environment file of many megabytes: it is not read, and says so', async () => {
      const large = await Engine.start({ 'file:///workspace/http-client.env.json': `{"$shared":{"a":"${'x'.repeat(2_000_000)}"}}` });
      assert.deepEqual(codes(await large.run('GET /projects\n')), ['environment.broken']);
      await large.stop();
    });
  });

  it('asks for an account that there is, before anything is sent', async () => {
    for (const account of ['sandbox-project.amin', '{{$guid}}']) {
      const seen = await during(async () => {
        const report = await engine.run(`# @account ${account}\nGET /projects\n`);
        assert.deepEqual([report.kind, ...codes(report)], ['refused', 'account.unknown']);
      });
      assert.deepEqual(seen, []);
    }
  });

  it('lets a value of the process go nowhere by way of an answer', async () => {
    const file = text('# @name first', 'GET /projects', 'X-Foo: {{$processEnv FROM_PROCESS}}', '', '###', '# @name use', 'GET http://127.0.0.1:1/{{first.request.headers.X-Foo}}');
    const report = await engine.runNamed(file, 'use');
    assert.deepEqual([report.kind, ...codes(report)], ['refused', 'variable.guarded']);
  });

  it('runs by force once in a run, however many ask for it', async () => {
    const level = (n: number) => ['a', 'b'].map((side) => `### \n# @name ${side}${n}\n# @force-ref a${n - 1}\n# @force-ref b${n - 1}\nGET /projects?n=${side}${n}\n\n`).join('');
    const file = `###\n# @name a0\nGET /projects?n=a0\n\n###\n# @name b0\nGET /projects?n=b0\n\n${level(1)}${level(2)}${level(3)}`;
    assert.equal((await during(() => engine.runNamed(file, 'a3'))).length, 7);
    const both = text('# @name c', 'GET /projects', '', '###', '# @name use', '# @ref c', '# @force-ref c', 'GET /projects');
    assert.equal((await during(() => engine.runNamed(both, 'use'))).length, 2);
  });

  it('asks what each file asks, whatever place the questions have', async () => {
    const person = new Person({ code: 'one' });
    await engine.runNamed(text('# @prompt code Here?', '# @import ./asks.dt.http', 'GET /projects?a={{code}}&b={{token}}'), undefined, { interaction: person });
    assert.deepEqual(person.asked, ['code: Here?', 'secret code: There?']);
  });

  it('goes through what many files import once', async () => {
    assert.equal((await engine.run('# @import ./f0.dt.http\nGET /projects?x={{deep}}\n')).kind, 'ran');
  });

  it('says nothing secret about a path', async () => {
    const report = await engine.run('POST /projects\nContent-Type: text/plain\n\n< ./{{$processEnv FROM_PROCESS}}/..\n');
    assert.ok('findings' in report && !JSON.stringify(report.findings.map(({ message }) => message)).includes('from-process'));
  });

  it('computes file variables from answers once', async () => {
    const file = `${list}\n@first = {{list.response.body.$.projects[0].name}}\n# @name a\nGET /{{first}}\n\n###\n# @name b\nGET /{{first}}/devices\n`;
    assert.match(sentTarget(await engine.runNamed(file, 'b')), /\/projects\/\w+\/devices$/);
  });

  it('skips what needs a request that failed, and says why', async () => {
    const file = text('# @name gone', 'GET /projects/c0000000000000000000', '', '###', '# @name use', 'GET /{{gone.response.body.$.name}}');
    const seen = await during(async () => {
      const report = await engine.runNamed(file, 'use');
      assert.ok(report.kind === 'skipped');
      assert.equal(report.because, 'dependency');
      assert.match(report.findings[0]?.message ?? '', /"gone".*404 Not Found/);
      const { start, end } = report.findings[0]?.finding.span ?? { start: 0, end: 0 };
      assert.equal(file.slice(start, end), 'gone.response.body.$.name');
    });
    assert.equal(seen.length, 1);
  });

  it('sends nothing twice in one session', async () => {
    const file = parse(`${list.replace('list', 'session')}\n# @name use\nGET /{{list.response.body.$.projects[0].name}}\n`);
    const session = engine.services.session({ file, uri: requestUri, root: 'file:///workspace', source: 'a' });
    const seen = await during(async () => {
      for (const block of [...file.blocks].reverse()) if (block.request) await session.run(block, new AbortController().signal);
    });
    assert.equal(seen.length, 2);
  });

  describe('two runs at once that need the same answer', () => {
    const slow = (name: string, target: string, more = '') => text(`${more}# @name ${name}`, `GET ${target}`, 'X-Sandbox-Fault: delay=150', '', '###');
    const both = async (file: string, needed: RegExp, more: Parameters<Engine['runNamed']>[2] = {}, signal = new AbortController().signal) => {
      engine.services.answers.clear();
      let reports: readonly RunReport[] = [];
      const seen = await during(async () => {
        const first = engine.runNamed(file, 'one', more, signal);
        const second = engine.runNamed(file, 'two');
        const ended = await Promise.allSettled([first, second]);
        reports = ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      });
      return { reports, count: seen.filter((line) => needed.test(line)).length };
    };
    const users = (name: string) => `# @name one\nGET /projects?page_size={{${name}.response.status}}\n\n###\n# @name two\nGET /projects?page_size={{${name}.response.status}}\n`;

    it('send it once, and both get it', async () => {
      const { reports, count } = await both(`${slow('needed', '/projects?page_size=7')}\n${users('needed')}`, /page_size=7/);
      assert.deepEqual([count, ...reports.map(sentTarget)], [1, '/v2/projects?page_size=200', '/v2/projects?page_size=200']);
    });

    it('see it fail once, and both say so', async () => {
      const { reports, count } = await both(`${slow('gone', '/projects/c0000000000000000000')}\n${users('gone')}`, /c0000000000000000000/);
      assert.deepEqual([count, ...reports.map(codes)], [1, ['dependency.failed'], ['dependency.failed']]);
    });

    it('send it twice when it is made of other values', async () => {
      const file = `@size = 7\n${slow('sized', '/projects?page_size={{size}}')}\n${users('sized')}`;
      const { reports, count } = await both(file, /page_size=[78]$/, { variables: new Map([['size', '8']]) });
      assert.deepEqual([count, ...reports.map(sentTarget)], [2, '/v2/projects?page_size=200', '/v2/projects?page_size=200']);
    });

    it('one is cancelled as it sends: the other sends it', async () => {
      const abort = new AbortController();
      const onDependency = () => ({ progress: ({ kind }: Progress) => kind === 'sending' && abort.abort(), ended: () => undefined });
      const { reports, count } = await both(`${slow('needed', '/projects?page_size=9')}\n${users('needed')}`, /page_size=9/, { onDependency }, abort.signal);
      assert.equal(count, 1, 'cancelled before it was written, and sent by the other');
      assert.deepEqual(reports.map(({ kind }) => kind), ['skipped', 'ran']);
    });
  });

  describe('asks before it runs what may change something', () => {
    const create = text('# @name label', 'POST /projects/c4f5le24saonvdu6500t/devices:batchUpdate', 'Content-Type: application/json', '', '{"devices": ["projects/c4f5le24saonvdu6500t/devices/cdpib6e3eqohgh5ett6u"], "addLabels": {"a": "1"}}', '', '###', '');
    const use = (more = '') => `${create}# @name use\n${more}GET /projects?page_size={{label.response.status}}\n`;

    for (const [name, person, expected, requests] of [
      ['sends it when the person agrees', new Person(), 'ran', 2],
      ['sends nothing when not', new Person({}, false), 'skipped', 0],
      ['sends nothing when nobody can be asked', new Person({}, 'nobody'), 'refused', 0],
    ] as const) {
      it(name, async () => {
        engine.services.answers.clear();
        const seen = await during(async () => assert.equal((await engine.runNamed(use(), 'use', { interaction: person })).kind, expected));
        assert.deepEqual([seen.length, person.asked], [requests, ['run-first: Run "label" first?']]);
      });
    }

    it('asks nothing for @ref, which runs it once', async () => {
      engine.services.answers.clear();
      const person = new Person();
      const seen = await during(async () => {
        for (let run = 0; run < 2; run++) assert.equal((await engine.runNamed(use('# @ref label\n'), 'use', { interaction: person })).kind, 'ran');
      });
      assert.deepEqual([seen.length, person.asked], [3, []]);
    });

    it('asks nothing for @force-ref, which runs it each time', async () => {
      const person = new Person();
      const seen = await during(async () => {
        for (let run = 0; run < 2; run++) assert.equal((await engine.runNamed(use('# @force-ref label\n'), 'use', { interaction: person })).kind, 'ran');
      });
      assert.deepEqual([seen.length, person.asked], [4, []]);
    });
  });

  it('names a circle of requests and sends nothing', async () => {
    const file = text('# @name a', 'GET /{{b.response.body.$.x}}', '', '###', '# @name b', 'GET /{{a.response.body.$.x}}');
    const seen = await during(async () => {
      const report = await engine.runNamed(file, 'a');
      assert.ok('findings' in report);
      assert.match(report.findings[0]?.message ?? '', /a → b → a/);
    });
    assert.deepEqual(seen, []);
  });

  it('asks for what a prompt wants, and only when it is used', async () => {
    const person = new Person({ size: '5', unused: 'x' });
    const report = await engine.runNamed(text('# @prompt size How many?', '# @prompt unused', 'GET /projects?page_size={{size}}'), undefined, { interaction: person });
    assert.equal(sentTarget(report), '/v2/projects?page_size=5');
    assert.deepEqual(person.asked, ['size: How many?']);
  });

  it('hides what a secret prompt was given', async () => {
    const person = new Person({ code: 'planted-4711' });
    const report = await engine.runNamed(text('# @prompt-secret code', 'GET /projects?x={{code}}'), undefined, { interaction: person });
    assert.equal(sentTarget(report), '/v2/projects?x=planted-4711');
    assert.ok(report.kind === 'ran');
    assert.ok(!JSON.stringify([report.document, report.title, report.requestText, engine.log]).includes('planted-4711'));
  });

  it('hides it in the question before the send too', async () => {
    const person = new Person({ code: 'planted-4712' });
    await engine.runNamed(text('# @prompt-secret code', '# @confirm', 'GET /projects?x={{code}}'), undefined, { interaction: person });
    assert.equal(person.asked.length, 2);
    assert.ok(!person.asked.join().includes('planted'));
  });

  for (const [name, lines, person, expected] of [
    ['a prompt that is closed', ['# @prompt x', 'GET /{{x}}'], new Person(), ['skipped', 'run.declined']],
    ['a prompt that nobody can answer', ['# @prompt x', 'GET /{{x}}'], undefined, ['refused', 'prompt.unavailable']],
    ['a confirmation that is refused', ['# @confirm', 'GET /projects'], new Person({}, false), ['skipped', 'run.declined']],
    ['a confirmation that nobody can give', ['# @confirm', 'GET /projects'], undefined, ['refused', 'confirm.unavailable']],
    ['a variable of the process for a foreign host', ['GET http://127.0.0.1:1/{{$processEnv FROM_PROCESS}}'], undefined, ['refused', 'variable.guarded']],
    ['a variable that is not set', ['GET /{{$processEnv NOT_SET}}'], undefined, ['refused', 'variable.system-missing']],
    ['a secret of the product', ['GET /{{$processEnv DT_SERVICE_ACCOUNT_SECRET}}'], undefined, ['refused', 'variable.system-forbidden']],
    ['a file outside', ['POST /projects', 'Content-Type: text/plain', '', '< ../elsewhere/secret.txt'], undefined, ['refused', 'body.file-outside']],
    ['saving outside', ['GET /projects', '', '>> ../x.json'], undefined, ['refused', 'save.outside']],
    ['sending the environment file', ['POST /projects', 'Content-Type: text/plain', '', '< ./.env'], undefined, ['refused', 'body.file-refused']],
    ['saving over the environment file', ['GET /projects', '', '>>! http-client.env.json'], undefined, ['refused', 'save.refused']],
    ['saving over a request file', ['GET /projects', '', '>>! shared.dt.http'], undefined, ['refused', 'save.refused']],
    ['saving into a dot folder', ['GET /projects', '', '>> .vscode/settings.json'], undefined, ['refused', 'save.refused']],
    ['an import that is not there', ['# @import ./nothing.dt.http', 'GET /projects'], undefined, ['refused', 'import.missing']],
    ['a circle of imports', ['# @import ./x.dt.http', 'GET /projects'], undefined, ['refused', 'import.cycle']],
    ['a broken variable of an import', ['# @import ./bad.dt.http', 'GET /{{broken}}'], undefined, ['refused', 'import.variable']],
  ] as const) {
    it(`sends nothing: ${name}`, async () => {
      const seen = await during(async () => {
        const report = await engine.runNamed(text(...lines), undefined, person ? { interaction: person } : {});
        assert.deepEqual([report.kind, ...codes(report)], expected);
      });
      assert.deepEqual(seen, []);
    });
  }

  it('sends variables of the process and of .env where they may go', async () => {
    assert.equal(sentTarget(await engine.run('GET /projects?a={{$processEnv FROM_PROCESS}}&b={{$dotenv TOKEN}}\n')), '/v2/projects?a=from-process-1&b=from-dotenv');
    assert.ok(!engine.log.join('').includes('from-dotenv'));
  });

  it('imports variables and requests', async () => {
    const report = await engine.runNamed(text('# @import ./shared.dt.http', 'GET /{{sharedList.response.body.$.projects[0].name}}?x={{size}}'), undefined);
    assert.match(sentTarget(report), /^\/v2\/projects\/\w+\?x=3$/);
    assert.ok(sent().includes('GET /v2/projects?page_size=3'));
  });

  it('tells about the requests that it runs first', async () => {
    engine.services.answers.clear();
    const told: string[] = [];
    await engine.runNamed(`${list}\n# @name use\nGET /{{list.response.body.$.projects[0].name}}\n`, 'use', {
      onDependency: ({ name }) => {
        told.push(`begins ${name}`);
        return { progress: ({ kind }) => told.push(kind), ended: (report) => told.push(`ended ${report?.kind}`) };
      },
    });
    assert.deepEqual([told[0], told.at(-1)], ['begins list', 'ended ran']);
  });

  describe('shows what would be sent', () => {
    const preview = async (file: string, name?: string) => {
      const parsed = parse(file);
      const block = parsed.blocks.find((each) => each.request && (name === undefined || nameOf(parsed, each) === name));
      assert.ok(block);
      const result = await engine.services.session({ file: parsed, uri: requestUri, root: 'file:///workspace', source: 'a' }).preview(block, new AbortController().signal);
      assert.ok(result.kind === 'preview');
      return result.document;
    };

    it('says what it does not know yet', async () => {
      engine.services.answers.clear();
      const shown = await preview(`${list}\n# @name use\nPOST {{list.response.body.$.x}}\nContent-Type: text/plain\n\n{{list.response.body}}\n`, 'use');
      assert.match(shown, /^# To a host that is not known before it is sent/);
      assert.match(shown, /^content-length: \(not known before it is sent\)$/m);
    });

    it('takes no sign inside a placeholder for a mistake', async () => {
      const shown = await preview(`${list}\n# @name use\nGET /x/{{ list.response.body.$.projects[?@.a == 1].name }}\n`, 'use');
      assert.match(shown, /^GET \/v2\/x\/\{\{ list\.response\.body\.\$\.projects\[\?@\.a == 1\]\.name \}\} HTTP\/1\.1$/m);
    });

    it('sends nothing, asks nothing and names the origins', async () => {
      engine.services.answers.clear();
      let shown = '';
      const seen = await during(async () => {
        shown = await preview(`${list}\n@a = 1\n# @name use\n# @prompt p\nPOST /{{list.response.body.$.projects[0].name}}?a={{a}}&p={{p}}\nX-Secret: {{$dotenv TOKEN}}\nContent-Type: application/json\n\n{"a": {{a}}}\n`, 'use');
      });
      assert.deepEqual(seen, []);
      assert.match(shown, /^POST \/v2\/\{\{list\.response\.body\.\$\.projects\[0\]\.name\}\}\?a=1&p=\{\{p\}\} HTTP\/1\.1$/m);
      assert.match(shown, /^Authorization: Bearer •••$/m);
      assert.match(shown, /^content-length: 8$/m);
      assert.match(shown, /\{\{a\}\}: 1 · this file, line \d+/);
      assert.match(shown, /\{\{p\}\}: not known before it is sent · asked when it is sent/);
      assert.ok(!shown.includes('from-dotenv'));
    });
  });
});
