import assert from 'node:assert/strict';
import { diagnose } from '../../../../../src/language/features/diagnostics/diagnose';
import { wordsFor } from '../../../../../src/insight/words';
import { parse } from '../../../../../src/language/syntax/parser';
import { compared, filesOnly, findingsOf, jsonType, multipartType, octets, post, result, sent, type Files } from './bodySupport';
import { devEnvironment, planned } from '../support';

const everyOctet = Array.from({ length: 256 }, (_, octet) => octet);

function bytesOf(text: string): readonly number[] {
  return [...new TextEncoder().encode(text)];
}

describe('files of a body that are not text', () => {
  const files: Files = { bin: everyOctet, text: 'a\nb' };

  it('octet for octet', () => assert.deepEqual([...octets(post('< bin'), files)], everyOctet));

  it('between text, with the line ends of the request file', () => {
    assert.deepEqual([...octets(post('å\n< bin\n{{v}}\n< text').replaceAll('\n', '\r\n'), files)], [...bytesOf('å\r\n'), ...everyOctet, ...bytesOf('\r\na&b\r\na\nb')]);
  });

  it('in a part', () => {
    const wanted = [...bytesOf('--x\r\nA: b\r\n\r\n'), ...everyOctet, ...bytesOf('\r\n--x--')];
    assert.deepEqual([...octets(post('--x\nA: b\n\n< bin\n--x--', multipartType), files)], wanted);
  });

  it('are no text for those who ask for parts of the body', () => {
    assert.equal(planned(post('< bin'), { supplies: filesOnly(files) }).parts.rangeOf({ kind: 'body' }), undefined);
  });

  it('are no JSON', () => {
    const { found, expected } = compared(post('[\n⟦body.json-octets|< bin⟧\n]', jsonType), { bin: [0xff, 0xfe, 0x31, 0x00] });
    assert.deepEqual(found, expected);
  });

  it('leave the file alone', () => {
    const bytes = Uint8Array.from(everyOctet);
    const supplies = { ...filesOnly({}), file: () => ({ kind: 'content' as const, bytes }) };
    octets(post('< a\n< a'), {}, { supplies });
    assert.deepEqual([...bytes], everyOctet);
  });
});

describe('what a body needs', () => {
  const needs = (text: string, files: Files = {}) => {
    const outcome = result(text, files);
    return outcome.kind === 'needs' ? outcome.needs.map((need) => [need.kind, need.kind === 'file' ? need.path : '', text.slice(need.span.start, need.span.end)]) : outcome.kind;
  };

  it('each file once, by its path', () => {
    assert.deepEqual(needs(post('< a b\n<@ {{file}}\n<@latin1 a b')), [['file', 'a b', 'a b'], ['file', 'text.txt', '{{file}}']]);
  });

  it('in a form, in parts', () => {
    assert.deepEqual(needs(post('a=\n< f', 'Content-Type: application/x-www-form-urlencoded')), [['file', 'f', 'f']]);
    assert.deepEqual(needs(post('--x\n\n< f\n--x--', multipartType)), [['file', 'f', 'f']]);
  });

  it('only those that are missing', () => assert.deepEqual(needs(post('< a\n< b'), { a: '' }), [['file', 'b', 'b']]));

  it('no file whose path is not known yet, but what the path needs', () => {
    assert.deepEqual(needs(`# @prompt which Which?\n${post('< {{which}}')}`), [['prompt', '', 'which Which?']]);
  });

  it('what the text of a file needs, at the line that names it', () => {
    assert.deepEqual(needs(`${post('a\n<@ a')}\n\n### ask\nGET /projects`, { a: '\n{{ask.response.status}}' }), [['answer', '', '<@ a']]);
  });

  it('nothing while there is an error', () => assert.equal(needs(post('< a\n{{nothingLikeIt}}')), 'refused'));

  it('an editor feature reads no file and judges nothing that one holds', () => {
    const read: string[] = [];
    const supplies = {
      ...filesOnly({}),
      file(path: string) {
        read.push(path);
        return undefined;
      },
    };
    const context = { ...devEnvironment(), supplies };
    for (const text of [post('[\n< a\n]', jsonType), post('{\n<@ a\n', jsonType), post('--x\n\n< a\n--x--', multipartType), post('< a', multipartType), post('< a', '')]) {
      assert.deepEqual(diagnose(parse(text), context), []);
    }
    assert.deepEqual(read, []);
  });
});

describe('findings about files of a body', () => {
  const files: Files = {
    'gone.txt': { reason: 'there is no such file' },
    'latin1.txt': [0xe5, 0x0a],
    'utf16.txt': [0xff, 0xfe, 0x61, 0x00],
    'odd.txt': [0xff, 0xfe, 0x61],
    'undefined.txt': 'one\ntwo {{number}} {{nothingLikeIt}}\n{{ 1 + 1 }}',
    'early.txt': '{{late}}',
    'broken.txt': '{{broken}}',
    'comma.json': '{\n  "a": 1,\n}',
    'marked.json': '\ufeff{}',
    'value.json': '{\n  "a": {{quote}}\n}',
    'fragment.json': '"a": 1,\n',
  };

  for (const [name, text] of [
    ['no path', post('⟦body.file-no-path|< ⟧\n⟦body.file-no-path|<@latin1 ⟧\n⟦body.file-no-path|< {{nothing}}⟧')],
    ['it cannot be read', post('< ⟦body.file-unreadable|gone.txt⟧')],
    ['an unknown encoding', post('<@⟦body.file-encoding|utf-9⟧ gone.txt')],
    ['no UTF-8', post('⟦body.file-not-text|<@⟧ latin1.txt')],
    ['no text in that encoding', post('⟦body.file-not-text|<@utf-16le⟧ odd.txt')],
    ['a line break in the path', post('< ⟦value.line-break|{{lines}}⟧')],
    ['an undefined name in the path', post('< a/{{⟦variable.undefined|nothingLikeIt⟧}}')],
    ['an undefined name in the file', post('a\n⟦body.file-text|<@ undefined.txt⟧\nb')],
    ['a variable that is defined further down', `${post('⟦body.file-text|<@ early.txt⟧')}\n\n###\n@late = 1`],
    ['a variable that is broken at its definition', `@broken = {{⟦variable.undefined|nothingLikeIt⟧}}\n${post('<@ broken.txt')}`],
    ['JSON broken inside the file', post('[\n⟦body.json|< comma.json⟧\n]', jsonType)],
    ['JSON broken by the text around the file', post('{\n< fragment.json\n⟦body.json|}⟧', jsonType)],
    ['JSON broken by a value in the file', post('⟦body.json|<@ value.json⟧', jsonType)],
    ['JSON broken by a byte order mark', post('⟦body.json|< marked.json⟧', jsonType)],
    ['JSON broken by a value beside the file', post('{\n< fragment.json\n"b": ⟦body.json|{{quote}}⟧ }', jsonType)],
  ] as const) {
    it(name, () => {
      const { found, expected } = compared(`@quote = "\n@number = 1\n${text}`, files);
      assert.deepEqual(found, expected);
    });
  }

  const only = (text: string) => {
    const [finding, ...others] = findingsOf(`@quote = "\n@number = 1\n${text}`, files);
    assert.ok(finding && others.length === 0);
    return finding;
  };

  it('name the file, the line and the problem', () => {
    assert.deepEqual(only(post('<@ undefined.txt')).data, { name: 'nothingLikeIt', problem: 'variable.undefined', file: 'undefined.txt', fileLine: 2, more: 1 });
    assert.deepEqual(only(post('< comma.json', jsonType)).data, { problem: 'TrailingComma', bracket: '}', inserted: false, file: 'comma.json', fileLine: 2 });
    assert.deepEqual(only(post('<@ value.json', jsonType)).data, { problem: 'UnexpectedEndOfString', inserted: true, file: 'value.json', fileLine: 2 });
    assert.equal(only(post('< marked.json', jsonType)).data['problem'], 'ByteOrderMark');
    assert.equal('file' in only(post('{\n< fragment.json\n}', jsonType)).data, false);
  });

  it('in words', () => {
    assert.equal(wordsFor(only(post('<@ undefined.txt'))), 'undefined.txt, line 2: Variable "nothingLikeIt" is not defined here. And 1 more.');
    assert.equal(wordsFor(only(post('< comma.json', jsonType))), 'The body is not valid JSON in line 2 of "comma.json". Remove the comma before "}".');
    assert.equal(wordsFor(only(post('<@ value.json', jsonType))), 'With the value in line 2 of "value.json" the body is not valid JSON (unexpected end of string).');
    assert.equal(wordsFor(only(post('< gone.txt'))), '"gone.txt" cannot be read: there is no such file.');
    assert.equal(wordsFor(only(post('<@ utf16.txt'))), '"utf16.txt" is no text in utf-8. It looks like utf-16le: write "<@utf-16le path".');
  });

  it('say no secret', () => {
    const secret = { environment: 'dev', environmentFiles: devEnvironment().environmentFiles ?? [] };
    const files: Files = { 'very-private': { reason: 'no such file: very-private' }, 'very-private.json': '{' };
    for (const text of [post('< {{token}}'), post('< {{token}}.json', jsonType)]) {
      const findings = findingsOf(text, files, secret);
      assert.equal(findings.length, 1);
      assert.doesNotMatch(JSON.stringify(findings), /very-private/);
    }
  });
});

describe('what is known of values in files', () => {
  it('their secrets, their origins, where they are used', () => {
    const text = post('a\n<@ a');
    const plan = planned(text, { ...devEnvironment(), supplies: filesOnly({ a: '{{token}} {{project}}' }) });
    assert.deepEqual(plan.secrets, ['very-private']);
    assert.deepEqual(plan.origins.map(({ name, span, value }) => [name, text.slice(span.start, span.end), value]), [['token', '<@ a', undefined], ['project', '<@ a', plan.origins[1]?.value]]);
  });

  it('JSON in a file is found at its line, and is not edited there', () => {
    const text = post('{ "a":\n< a\n}', jsonType);
    const { parts } = planned(text, { supplies: filesOnly({ a: '{"b": [1, 2]}' }) });
    const span = parts.spanOf({ kind: 'json', pointer: '/a/b/1', what: 'value' });
    assert.equal(span && text.slice(span.start, span.end), '< a');
    const range = parts.rangeOf({ kind: 'json', pointer: '/a/b/1', what: 'value' });
    assert.equal(range?.text.isExact(range.start, range.end), false);
  });

  it('random values of a file are made once for each plan', () => {
    assert.equal(sent(post('<@ a'), { a: '{{$uuid}} {{$uuid}}' }), 'uuid-1 uuid-2');
  });
});
