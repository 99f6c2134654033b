import assert from 'node:assert/strict';
import { endingOf, fileNameFor, imageType } from '../../../../src/editor/answers/bodyType';
import type { WireResponse } from '../../../../src/http/exchange';

const png = '\x89PNG\r\n\x1a\nrest of it';
const response = (type: string | undefined, body = 'x', more: readonly (readonly [string, string])[] = []): WireResponse => ({
  status: 200,
  statusText: 'OK',
  headers: [...(type === undefined ? [] : [['Content-Type', type] as const]), ...more],
  body: Buffer.from(body, 'latin1'),
  encodedLength: body.length,
});

describe('what an answer is', () => {
  const images: readonly [string, WireResponse, string | undefined][] = [
    ['a PNG', response('image/png', png), 'png'],
    ['a PNG with a wrong image type', response('image/jpeg', png), 'png'],
    ['a PNG without a type', response(undefined, png), 'png'],
    ['a JPEG', response('image/jpeg', '\xff\xd8\xff\xe0'), 'jpg'],
    ['a GIF', response('image/gif; charset=binary', 'GIF89a..'), 'gif'],
    ['a WebP', response('image/webp', 'RIFF\x10\x00\x00\x00WEBPVP8 '), 'webp'],
    ['a page that is called an image', response('image/png', '<html>'), undefined],
    ['a PNG that is called JSON', response('application/json', png), undefined],
    ['an SVG, which is text', response('image/svg+xml', '<svg/>'), undefined],
    ['nothing', response('image/png', ''), undefined],
    ['what could not be decoded', { ...response('image/png', png), undecodable: 'br: corrupt' }, undefined],
  ];
  for (const [name, given, expected] of images) it(`${name}: ${expected ?? 'no image'}`, () => assert.equal(imageType(given), expected));

  const endings: readonly [string | undefined, string | undefined][] = [
    ['application/json; charset=utf-8', 'json'],
    ['application/problem+json', 'json'],
    ['application/soap+xml', 'xml'],
    ['TEXT/CSV', 'csv'],
    ['application/octet-stream', undefined],
    [undefined, undefined],
  ];
  for (const [type, expected] of endings) it(`${type ?? 'no type'}: ${expected ?? 'no ending'}`, () => assert.equal(endingOf(response(type)), expected));

  const names: readonly [string, WireResponse, string, string][] = [
    ['the last segment', response('application/json'), '/v2/projects/abc?page=1#x', 'abc.json'],
    ['an ending that is there', response('text/csv'), '/export.csv', 'export.csv'],
    ['an image by what it is', response(undefined, png), '/logo', 'logo.png'],
    ['nothing to go by', response(undefined), '/', 'answer'],
    ['what the server says', response('application/pdf', 'x', [['content-disposition', 'attachment; filename="report 1.pdf"']]), '/r', 'report-1.pdf'],
    ['what the server says without quotes', response(undefined, 'x', [['content-disposition', 'attachment; filename=a.bin; size=3']]), '/r', 'a.bin'],
    ['a path that the server says, without its folders', response(undefined, 'x', [['content-disposition', 'attachment; filename="../../.ssh/authorized_keys"']]), '/r', 'authorized_keys'],
    ['a Windows path too', response(undefined, 'x', [['content-disposition', 'attachment; filename="C:\\\\temp\\\\..\\\\run.bat"']]), '/r', 'run.bat'],
    ['a verb of the API', response('application/json'), '/v2/projects/p/devices:batchUpdate', 'devices-batchUpdate.json'],
    ['a hidden name', response(undefined), '/.env', 'env'],
  ];
  for (const [name, given, target, expected] of names) it(`${name}: ${expected}`, () => assert.equal(fileNameFor(given, target), expected));
});
