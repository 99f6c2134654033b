import assert from 'node:assert/strict';
import { type Files, filesOnly, formType, jsonType, multipartType, octets, post, result } from './bodySupport';

const long = 100_000;

type Case = readonly [name: string, body: string, type: string];

/** Bodies over which anything that is not linear would take minutes. */
const many: readonly Case[] = [
  ['5 MB of lines', `${'x'.repeat(99)}\n`.repeat(50_000), 'Content-Type: text/plain'],
  ['5 MB of lines with references', `${'x'.repeat(90)} {{v}}\n`.repeat(50_000), 'Content-Type: text/plain'],
  ['5 MB of JSON', `[${'"0123456789",\n'.repeat(350_000)}1]`, jsonType],
  ['JSON with 50,000 values', `[${'{{nothing}}1,\n'.repeat(50_000)}1]`, jsonType],
  ['a form of 50,000 lines', '&a={{v}}\n'.repeat(50_000), formType],
  ['50,000 lines of a part', `--x\n\n${'-- {{v}}\n'.repeat(50_000)}--x--`, multipartType],
  ['20,000 parts', `${'--x\nA: b\n\n{{v}}\n'.repeat(20_000)}--x--`, multipartType],
  ['20,000 files', '< file\n'.repeat(20_000), 'Content-Type: text/plain'],
  ['20,000 files in parts', `${'--x\n\n<@ file\n'.repeat(20_000)}--x--`, multipartType],
  ['a file of 200,000 references', '<@ references', 'Content-Type: text/plain'],
  ['a file of 20,000 mistakes', '<@ mistakes', 'Content-Type: text/plain'],
  ['300,000 comments in JSON', '# a\n'.repeat(300_000), jsonType],
  ['100,000 lines of a form without ampersands', 'a=1\n'.repeat(100_000), formType],
  ['100,000 save lines', '>> a\n'.repeat(100_000), 'Content-Type: text/plain'],
  ['100,000 part headers that are none', `--x\n${'a\n'.repeat(100_000)}--x--`, multipartType],
  ['nothing but dashes', `--x\n\n${'-'.repeat(long)}\n${'--x'.repeat(long)}\n--x--`, multipartType],
  ['open braces', '{{'.repeat(long), 'Content-Type: text/plain'],
  ['parameters', '--x--', `Content-Type: multipart/mixed${'; a="b\\"'.repeat(long / 10)}"; boundary=x`],
];

/** Each kind of line with a long run of blanks in it. */
const blanks = ' '.repeat(long);
const lines = [`a${blanks}b`, `GET x${blanks}y`, `GET x${blanks}HTTP/1.1${blanks}y`, `  >> ${blanks}x`, `?? ${blanks}`, `<a ${blanks}b`, `< file${blanks}`, `${blanks}<@ file`, `# ${blanks}x`, `@a ${blanks}x`];
const blank = lines.flatMap((line): readonly Case[] => {
  const name = line.replaceAll(blanks, '…');
  return [
    [`"${name}", untyped`, line, ''],
    [`"${name}" in a form`, `a=1\n${line}\n&b=1`, formType],
    [`"${name}" in multipart`, `--x\nA: b\n\n${line}\n--x${blanks}\n\n--x--`, multipartType],
  ];
});

describe('huge bodies', function () {
  // How long they take is the machine's business, as long as it is no minutes.
  this.timeout(60_000);
  const files: Files = { file: 'one {{v}}\ntwo', references: '{{v}}\n'.repeat(200_000), mistakes: '{{nothingLikeIt}}\n'.repeat(20_000) };

  for (const [name, body, type] of [...many, ...blank]) {
    it(name, () => {
      const outcome = result(post(body, type), files);
      // An error is found as fast as the octets are made.
      assert.ok(outcome.kind === 'plan' ? (outcome.plan.request.body?.byteLength ?? 0) > 0 : outcome.kind === 'refused');
    });
  }

  it('a file of 20 MB, octet for octet', () => {
    const bytes = new Uint8Array(20_000_000).fill(0x61);
    const supplies = { ...filesOnly({}), file: () => ({ kind: 'content' as const, bytes }) };
    assert.ok(Buffer.from(octets(post('< file'), {}, { supplies })).equals(bytes));
    bytes[7] = 0xff;
    assert.ok(Buffer.from(octets(post('< file'), {}, { supplies })).equals(bytes));
  });
});
