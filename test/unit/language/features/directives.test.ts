import assert from 'node:assert/strict';
import type { Authoring } from '../../../../src/language/features/authoring';
import { directiveCompletions } from '../../../../src/language/features/completion/directives';
import { complete } from '../../../../src/language/features/completion/index';
import { directiveHelp, directiveHelpAt, helpMarkdown, systemHelp } from '../../../../src/language/features/directiveHelp';
import { noResources } from '../../../../src/language/features/resources';
import { signaturesAt } from '../../../../src/language/features/signatures';
import { checkContext } from '../../../../src/language/plan/context';
import { directiveTable } from '../../../../src/language/plan/directiveTable';
import { readDirectives } from '../../../../src/language/plan/directives';
import { systemNames, systemValue } from '../../../../src/language/plan/systemVariables';
import { VariableScope } from '../../../../src/language/plan/variables';
import { parse } from '../../../../src/language/syntax/parser';
import { blockAt, lineAt } from '../../../../src/language/syntax/queries';
import { completionsIn, labelsIn, nothingKnown, textAfter } from '../../../helpers/completing';
import { markedAt } from '../../../helpers/marked';

const known: Partial<Authoring> = {
  accounts: ['Office', 'The lab'],
  entries: [
    { name: 'a b.json', isFolder: false },
    { name: 'shared.dt.http', isFolder: false },
    { name: 'other.rest', isFolder: false },
    { name: '.secret', isFolder: false },
    { name: 'data', isFolder: true },
    { name: '..', isFolder: true },
    { name: 'odd{{x}}.json', isFolder: false },
    { name: ' led', isFolder: false },
  ],
};

describe('features/completion/directives', () => {
  it('proposes all that are carried out', () => {
    const expected = directiveTable.filter(({ later }) => !later).map(({ name }) => `@${name}`);
    assert.deepEqual(labelsIn('# @‸\nGET /a'), expected);
    assert.deepEqual(labelsIn('#@‸'), expected);
    assert.deepEqual(labelsIn('GET /a\nA: b\n// @‸'), expected);
  });

  it('leaves out what is there already, unless it may be repeated', () => {
    const labels = labelsIn('# @no-redirect\n# @expect status 200\n# @Disabled\n# @‸\nGET /a\n###\n# @retry 1\nGET /b');
    assert.ok(!labels.includes('@no-redirect') && !labels.includes('@disabled'));
    assert.ok(labels.includes('@expect') && labels.includes('@retry'));
  });

  const taken: readonly (readonly [source: string, label: string, after: string])[] = [
    ['# @au‸\nGET /a', '@auth', '# @auth \nGET /a'],
    ['#@‸\nGET /a', '@auth', '# @auth \nGET /a'],
    ['//@‸\nGET /a', '@disabled', '// @disabled\nGET /a'],
    ['# @‸\r\nGET /a', '@disabled', '# @disabled\r\nGET /a'],
    ['# @‸\nGET /a', '@confirm', '# @confirm\nGET /a'],
    ['# @‸\nGET /a', '@note', '# @note ${1:text}\nGET /a'],
    ['# @pro‸\nGET /a', '@prompt', '# @prompt ${1:name} ${2:question}\nGET /a'],
    ['# @‸\nGET /a', '@name', '# @name ${1:name}\nGET /a'],
    ['### List all devices!\n# @‸\nGET /a', '@name', '### List all devices!\n# @name ${1:listAllDevices}\nGET /a'],
    ['# @au‸t none\nGET /a', '@auth', '# @auth none\nGET /a'],
    ['# @auth ‸\nGET /a', 'basic', '# @auth basic\nGET /a'],
    ['# @auth=‸\nGET /a', 'basic', '# @auth=basic\nGET /a'],
    ['# @auth o‸auth\nGET /a', 'oauth2', '# @auth oauth2\nGET /a'],
    ['# @Auth no‸ \r\nGET /a', 'none', '# @Auth none \r\nGET /a'],
    ['# @host ‸\nGET /a', 'emulator', '# @host emulator\nGET /a'],
    ['# @timeout ‸\nGET /a', '30s', '# @timeout 30s\nGET /a'],
    ['# @retry ‸\nGET /a', 'none', '# @retry none\nGET /a'],
    ['# @account ‸\nGET /a', 'The lab', '# @account The lab\nGET /a'],
    ['# @account The ‸x\nGET /a', 'The lab', '# @account The lab\nGET /a'],
    ['### first\nGET /a\n###\n# @ref ‸\nGET /b', 'first', '### first\nGET /a\n###\n# @ref first\nGET /b'],
    ['### first\nGET /a\n###\n# @force-ref f‸\nGET /b', 'first', '### first\nGET /a\n###\n# @force-ref first\nGET /b'],
    ['### List devices\n# @name ‸\nGET /a', 'listDevices', '### List devices\n# @name listDevices\nGET /a'],
    ['# @import ‸', 'shared.dt.http', '# @import shared.dt.http'],
    ['# @import ./‸', 'data/', '# @import ./data/'],
    ['# @import ./da‸', 'data/', '# @import ./data/'],
    ['# @import .\\d‸', 'data\\', '# @import .\\data\\'],
    ['# @import ./d‸ta/x', 'data/', '# @import ./data/x'],
    ['# @import ‸', '../', '# @import ../'],
    ['POST /a\n\n< ‸', 'a b.json', 'POST /a\n\n< a b.json'],
    ['POST /a\n\n<@ ./a ‸b', 'a b.json', 'POST /a\n\n<@ ./a b.json'],
    ['POST /a\n\n<@latin1 ‸', 'a b.json', 'POST /a\n\n<@latin1 a b.json'],
    ['POST /a\n\n< .‸', '.secret', 'POST /a\n\n< .secret'],
    ['GET /a\n>> ‸', 'data/', 'GET /a\n>> data/'],
    ['GET /a\n>>! x/‸', 'a b.json', 'GET /a\n>>! x/a b.json'],
  ];
  for (const [source, label, after] of taken) it(`${JSON.stringify(source)} + ${label}`, () => assert.equal(textAfter(source, label, known), after));

  it('goes on to the arguments, and to the entries of a folder', () => {
    const continuing = (source: string) => completionsIn(source, known).filter((each) => each.continues).map(({ label }) => label);
    assert.deepEqual(continuing('# @‸'), ['@auth', '@account', '@host', '@timeout', '@retry', '@expect', '@ref', '@force-ref', '@import']);
    assert.deepEqual(continuing('# @import ‸'), ['data/', '../']);
  });

  const files: readonly (readonly [source: string, labels: readonly string[]])[] = [
    ['# @import ‸', ['shared.dt.http', 'other.rest', 'data/', '../']],
    ['# @import data/‸', ['shared.dt.http', 'other.rest', 'data/']],
    ['POST /a\n\n< ../‸', ['a b.json', 'shared.dt.http', 'other.rest', 'data/', '../']],
    ['GET /a\n>> .‸', ['a b.json', 'data/', '../']],
    ['POST /a\n\n< {{x}}/‸', []],
    ['POST /a\n\n<‸', []],
    ['POST /a\n\nx < ‸', []],
  ];
  for (const [source, labels] of files) it(`files at ${JSON.stringify(source)}`, () => assert.deepEqual(labelsIn(source, known), labels));

  const nowhere = ['# ‸', '#‸\nGET /a', '//‸', '# ‸@', '# a‸\nGET /a', '# @title ‸\nGET /a', '# @disabled ‸\nGET /a', '# @nobody ‸\nGET /a', 'POST /a\n\n# @‸', '/‸/', '### @‸'];
  for (const source of nowhere) it(`proposes nothing at ${JSON.stringify(source)}`, () => {
    const { text, cursor } = markedAt(source);
    const file = parse(text);
    const place = { file, offset: cursor, block: blockAt(file, cursor), line: lineAt(file, cursor) };
    assert.deepEqual(directiveCompletions(place, { ...nothingKnown, ...known }), []);
  });

  it('proposes arguments that are right', () => {
    for (const spec of directiveTable) for (const value of spec.values ?? []) assert.ok(spec.read?.(value), `${spec.name} ${value}`);
  });
});

describe('features/directiveHelp', () => {
  const clock = checkContext({}).clock;
  const random = checkContext({}).random;

  for (const spec of directiveTable) {
    const { name, later } = spec;
    it(`tells about @${name}`, () => {
      const help = directiveHelp(name);
      assert.ok(help && help.does.length > 20);
      const file = parse(`### first\nGET /a\n### listDevices\nGET /a\n###\n# ${help.example}\nGET /b`);
      const block = blockAt(file, file.text.length);
      const codes = readDirectives(new VariableScope(file, checkContext({})), block).findings.map(({ code }) => code);
      assert.deepEqual(codes, later ? ['directive.not-yet'] : name === 'disabled' ? ['request.disabled'] : []);
      // Without an argument it is wrong exactly where the help has one that cannot be left out.
      if (!later && name !== 'expect' && name !== 'note') assert.equal(spec.read?.('') === undefined, help.forms.some((form) => form.some(({ label }) => !label.startsWith('['))), name);
    });
  }

  for (const name of systemNames) {
    it(`tells about ${name}`, () => {
      const help = systemHelp(name);
      assert.ok(help && help.does.length > 20);
      const { kind } = systemValue(help.example, { clock, random, processEnv: () => 'x', dotenv: () => 'x' });
      assert.ok(kind === 'value' || kind === 'secret', kind);
      if (help.forms[0]?.some(({ label }) => !label.startsWith('['))) assert.equal(systemValue(name, { clock, random }).kind, 'arguments');
    });
  }

  const hovers: readonly (readonly [source: string, span: string | undefined])[] = [
    ['# @ti‸meout 30s\nGET /a', '@timeout'],
    ['# ‸@No-Redirect\nGET /a', '@No-Redirect'],
    ['# @timeout 3‸0s\nGET /a', undefined],
    ['# @nob‸ody\nGET /a', undefined],
    ['GET /{{ $time‸stamp -1 d }}', '$timestamp -1 d'],
    ['GET /{{$timestamp -1‸ d}}', '$timestamp -1 d'],
    ['GET /{{$env.HO‸ME}}', '$env.HOME'],
    ['GET /{{na‸me}}', undefined],
    ['GET /{{$constructor‸}}', undefined],
    ['# {{$uu‸id}}', undefined],
    ['GET /a‸', undefined],
  ];
  for (const [source, word] of hovers) {
    it(`hovers ${JSON.stringify(source)}`, () => {
      const { text, cursor } = markedAt(source);
      const found = directiveHelpAt(parse(text), cursor);
      assert.equal(found && text.slice(found.span.start, found.span.end), word);
    });
  }

  it('is written as Markdown', () => {
    const help = directiveHelp('prompt');
    assert.ok(help);
    assert.equal(
      helpMarkdown(help),
      [
        '```\n@prompt NAME [QUESTION]\n```',
        'Asks for a value when the request is sent. `{{name}}` is where it goes.',
        '- `NAME`: Letters, digits, `_` and `-`.\n- `[QUESTION]`: What is asked. Without it the name is.',
        'Example: `# @prompt device Which device?`',
      ].join('\n\n'),
    );
  });
});

describe('features/signatures', () => {
  /** The active signature with its active parameter in brackets. */
  const active = (source: string) => {
    const { text, cursor } = markedAt(source);
    const found = signaturesAt(parse(text), cursor);
    const signature = found?.all[found.active];
    const span = found && signature?.parameters[found.parameter]?.span;
    if (!signature) return undefined;
    return span ? `${signature.label.slice(0, span.start)}⟦${signature.label.slice(span.start, span.end)}⟧${signature.label.slice(span.end)}` : signature.label;
  };
  const cases: readonly (readonly [source: string, signature: string | undefined])[] = [
    ['# @timeout ‸', '@timeout ⟦TIME⟧'],
    ['# @timeout=3‸', '@timeout ⟦TIME⟧'],
    ['# @prompt ‸', '@prompt ⟦NAME⟧ [QUESTION]'],
    ['# @prompt who‸ Who is', '@prompt ⟦NAME⟧ [QUESTION]'],
    ['# @prompt who Who is ‸it', '@prompt NAME ⟦[QUESTION]⟧'],
    ['# @expect ‸', '@expect ⟦status⟧ STATUS'],
    ['# @expect header a ‸', '@expect header NAME ⟦TEST⟧'],
    ['# @expect body $.a length > ‸', '@expect body $.PATH ⟦TEST⟧'],
    ['GET /a\n?? time ‸', '@expect time ⟦< TIME⟧'],
    ['GET /a\n??‸', undefined],
    ['# @timeout‸', undefined],
    ['# @ti‸meout 1', undefined],
    ['# @disabled ‸', undefined],
    ['# @nobody ‸', undefined],
    ['GET /a ‸', undefined],
    ['GET /{{$timestamp ‸', '$timestamp ⟦[OFFSET]⟧ [UNIT]'],
    ['GET /{{$timestamp -1 ‸}}', '$timestamp [OFFSET] ⟦[UNIT]⟧'],
    ['GET /{{$datetime "D M" ‸}}', '$datetime FORMAT ⟦[OFFSET]⟧ [UNIT]'],
    ['GET /{{$datetime "D ‸M"}}', '$datetime ⟦FORMAT⟧ [OFFSET] [UNIT]'],
    ['GET /{{$randomInt 1 2 ‸}}', '$randomInt [MIN] [MAX]'],
    ['GET /{{$uuid ‸}}', undefined],
    ['GET /{{$nobody ‸}}', undefined],
    ['GET /{{$timestamp‸}}', undefined],
    ['GET /{{a ‸}}', undefined],
  ];
  for (const [source, signature] of cases) it(JSON.stringify(source), () => assert.equal(active(source), signature));

  it('takes everything half-typed', () => {
    const whole = '# @expect body $.a == "x"\n# @prompt a b\n# @import ./a/b.http\nPOST /{{ $datetime "D" -1 d }}/{{login.response.body.$.a}}\nA: {{%b}}\n\n< ./a/{{c}}.json\n>> d/e\n?? status 200';
    for (const source of [whole, whole.replaceAll('\n', '\r\n'), '\ufeff# @a', '']) {
      for (let end = 0; end <= source.length; end++) {
        for (const text of [source.slice(0, end), source]) {
          const file = parse(text);
          for (const found of complete(file, end, { ...nothingKnown, ...known, resources: noResources })) assert.ok(found.span.start <= end && end <= found.span.end, `${end} ${found.label}`);
          signaturesAt(file, end);
          directiveHelpAt(file, end);
        }
      }
    }
  });
});
