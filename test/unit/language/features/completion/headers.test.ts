import assert from 'node:assert/strict';
import { completionsIn, labelsIn, textAfter } from '../../../../helpers/completing';

describe('completion of headers', () => {
  const names: readonly (readonly [source: string, isThere: boolean])[] = [
    ['GET /projects\n‸', true],
    ['GET /projects\nCo‸', true],
    ['GET /projects\nco‸: x', true],
    ['GET /projects\n?pageSize=1\n‸', true],
    ['GET /projects\nAccept: */*\n# note\n‸\n', true],
    ['GET https://example.com\n‸', true],
    ['GET /projects\nContent-Type: a\n‸', false],
    ['GET /projects\ncontent-type: a\nCo‸', false],
    ['GET /projects\n\n‸', false],
    ['GET /projects\n\nCo‸', false],
    ['‸', false],
    ['### a\n‸', false],
    ['@a = 1\n‸\nGET /projects', false],
    ['GET /projects\n# Co‸', false],
    ['GET /projects\nX: Co‸', false],
  ];
  for (const [source, isThere] of names) it(`${isThere ? 'has' : 'has not'} Content-Type in ${JSON.stringify(source)}`, () => assert.equal(labelsIn(source).includes('Content-Type'), isThere));

  it('begins with what the endpoint takes, then the query', () => {
    assert.deepEqual(labelsIn('POST /projects\n‸').slice(0, 1), ['Content-Type']);
    assert.deepEqual(labelsIn('GET /projects/p/devices:stream\n‸').slice(0, 2), ['Accept', '?device_ids']);
    assert.deepEqual(labelsIn('GET /projects?pageSize=1\n‸').slice(0, 2), ['&pageToken', '&organization']);
    assert.deepEqual(labelsIn('GET /organizations\npa‸').slice(-2), ['?pageSize', '?pageToken']);
  });

  const edits: readonly (readonly [source: string, label: string, expected: string])[] = [
    ['GET /projects\nCo‸', 'Content-Type', 'GET /projects\nContent-Type: '],
    ['GET /projects\r\n  Co‸x: y\r\n', 'Content-Type', 'GET /projects\r\n  Content-Type: y\r\n'],
    ['GET /projects\n‸', '?pageSize', 'GET /projects\n?pageSize='],
    ['GET /projects\npag‸', '?pageSize', 'GET /projects\n?pageSize='],
    ['GET /projects\n?pageSize=1\n‸', '&pageToken', 'GET /projects\n?pageSize=1\n&pageToken='],
    ['POST /projects\nContent-Type: ‸', 'application/json', 'POST /projects\nContent-Type: application/json'],
    ['POST /projects\nContent-Type:‸', 'application/json', 'POST /projects\nContent-Type: application/json'],
    ['POST /projects\nContent-Type: text‸/plain\n\n{}', 'application/json', 'POST /projects\nContent-Type: application/json\n\n{}'],
    ['GET /projects\nAccept:  ‸  \nX: y', 'text/event-stream', 'GET /projects\nAccept:  text/event-stream\nX: y'],
    ['GET /projects\nX-Sandbox-Fault: ‸', '503; times=2', 'GET /projects\nX-Sandbox-Fault: 503; times=2'],
  ];
  for (const [source, label, expected] of edits) it(`takes ${label} in ${JSON.stringify(source)}`, () => assert.equal(textAfter(source, label), expected));

  it('has the value of the example first', () => {
    assert.equal(labelsIn('POST https://identity.disruptive-technologies.com/oauth2/token\nContent-Type: ‸')[0], 'application/x-www-form-urlencoded');
    assert.deepEqual(completionsIn('GET /projects\nCookie: ‸'), []);
    assert.deepEqual(completionsIn('GET /projects\nX-Own: ‸'), []);
  });

  it('has none that the transport writes', () => {
    for (const name of ['Connection', 'Content-Length', 'Transfer-Encoding']) assert.ok(!labelsIn('GET /projects\n‸').includes(name), name);
  });

  it('goes on to the value only where one is known', () => {
    const continues = (wanted: string) => completionsIn('GET /projects\n‸').find(({ label }) => label === wanted)?.continues;
    assert.deepEqual([continues('Accept'), continues('Cookie')], [true, undefined]);
  });
});
