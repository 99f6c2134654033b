import assert from 'node:assert/strict';
import { isAlreadySo, isDone } from '../../../src/app/alreadySo';

describe('whether a resource is already as a change would make it', () => {
  const device = { name: 'projects/p/devices/d', labels: { name: 'a', room: 'b' }, productNumber: '1' };
  const rows: readonly [what: string, wanted: unknown, there: unknown, is: boolean][] = [
    ['each property is there', { labels: { room: 'b' } }, device, true],
    ['one differs', { labels: { room: 'c' } }, device, false],
    ['one is missing', { labels: { floor: '1' } }, device, false],
    ['null is not missing', { labels: { floor: null } }, device, false],
    ['an array is the same', { a: [1, { b: 2 }] }, { a: [1, { b: 2, c: 3 }] }, true],
    ['an array is longer', { a: [1] }, { a: [1, 2] }, false],
    ['an array, and none is there', { a: [] }, { a: {} }, false],
    ['an element of the list', { key: 'name', value: 'x' }, { labels: [{ key: 'a', value: 'x' }, { key: 'name', value: 'x', name: 'n' }], nextPageToken: '' }, true],
    ['no element of the list', { key: 'name', value: 'y' }, { labels: [{ key: 'name', value: 'x' }] }, false],
    ['two lists: nobody knows which', { key: 'a' }, { one: [{ key: 'a' }], two: [] }, false],
    ['nothing wanted', {}, device, false],
    ['no body', undefined, device, false],
    ['no JSON object there', { a: 1 }, [{ a: 1 }], false],
    ['an inherited name', { toString: 1 }, {}, false],
  ];
  for (const [what, wanted, there, is] of rows) it(`${what}: ${is ? 'yes' : 'no'}`, () => assert.equal(isAlreadySo(wanted, there), is));
});

describe('whether a change is done', () => {
  const device = { name: 'projects/p/devices/d', labels: { name: 'a', 'b c': 'd' } };
  const path = '/v2/projects/p/devices/d/labels';
  const rows: readonly [what: string, change: Parameters<typeof isDone>[0], there: unknown, is: boolean][] = [
    ['a label is there', { method: 'POST', path, body: { key: 'name', value: 'a' } }, device, true],
    ['a label has another value', { method: 'POST', path, body: { key: 'name', value: 'b' } }, device, false],
    ['a label is not there', { method: 'POST', path, body: { key: 'room', value: 'a' } }, device, false],
    ['a label without a key', { method: 'POST', path, body: { value: 'a' } }, device, false],
    ['a label was changed', { method: 'PATCH', path: `${path}/b%20c`, body: { value: 'd' } }, device, true],
    ['a label was not changed', { method: 'PATCH', path: `${path}/name`, body: { value: 'd' } }, device, false],
    ['a label was removed', { method: 'DELETE', path: `${path}/room`, body: undefined }, device, true],
    ['a label was not removed', { method: 'DELETE', path: `${path}/name`, body: undefined }, device, false],
    ['a device was not removed', { method: 'DELETE', path: '/v2/projects/p/devices/d', body: undefined }, device, false],
    ['no device was read', { method: 'DELETE', path: `${path}/name`, body: undefined }, 'x', false],
    ['a field', { method: 'PATCH', path: '/v2/projects/p', body: { displayName: 'x' } }, { displayName: 'x' }, true],
  ];
  for (const [what, change, there, is] of rows) it(`${what}: ${is ? 'yes' : 'no'}`, () => assert.equal(isDone(change, there), is));
});
