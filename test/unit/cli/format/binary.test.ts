import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { binaryText } from '../../../../src/cli/format/binary';
import { shownPath } from '../../../../src/cli/format/shownPath';

const octets = new Uint8Array([0, 1, 2, 0xff]);

describe('a body that is no text', () => {
  const cases: readonly [type: string | undefined, body: Uint8Array, text: string | undefined][] = [
    ['image/png', octets, 'image/png, 4 B (save it with >> image.png)'],
    ['Image/SVG+xml; a=b', octets, undefined],
    ['video/mp4', octets, 'video/mp4, 4 B (save it with >> video.mp4)'],
    ['application/pdf', octets, 'application/pdf, 4 B (save it with >> answer.pdf)'],
    ['application/octet-stream', octets, 'application/octet-stream, 4 B (save it with >> answer.bin)'],
    ['image/../../x', octets, 'image/../../x, 4 B (save it with >> answer.bin)'],
    [undefined, octets, 'binary, 4 B (save it with >> answer.bin)'],
    ['application/json', octets, undefined],
    ['image/png', new Uint8Array(), undefined],
    [undefined, new TextEncoder().encode('text'), undefined],
  ];
  for (const [type, body, text] of cases) {
    it(`${type ?? 'no type'}, ${body.byteLength} octets`, () => {
      const response = { status: 200, statusText: '', headers: type === undefined ? [] : [['content-type', type] as const], body, encodedLength: body.byteLength };
      assert.equal(binaryText(response, true), text);
      if (text !== undefined) assert.equal(binaryText(response, false), text.replace(/ \(.*/, ''));
    });
  }

  it('one that could not be decoded says why', () => {
    const response = { status: 200, statusText: '', headers: [['content-type', 'text/plain'] as const], body: octets, encodedLength: 4, undecodable: 'bad gzip' };
    assert.equal(binaryText(response, false), 'not decoded (bad gzip), 4 B');
  });
});

describe('how a file is shown', () => {
  const cwd = path.resolve('/home/here');
  const uri = (...names: readonly string[]) => pathToFileURL(path.join(cwd, ...names)).href;
  const cases: readonly [uri: string, shown: string][] = [
    [uri('a b', 'é.png'), path.join('a b', 'é.png')],
    [uri('..', 'x'), path.join('..', 'x')],
    [uri(), cwd],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ];
  for (const [given, shown] of cases) it(given, () => assert.equal(shownPath(given, cwd), shown));
});
