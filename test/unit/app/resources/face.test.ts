import assert from 'node:assert/strict';
import { faceMarkdown, labelOf, linesOf } from '../../../../src/app/resources/face';
import { resourcesFrom } from '../../../../src/app/resources/snapshot';
import type { Resource } from '../../../../src/language/features/resources';

const now = Date.UTC(2026, 0, 1, 12);
const project: Resource = { kind: 'project', name: 'projects/p', id: 'p', displayName: 'Head office', readAt: now };
const device: Resource = { kind: 'device', name: 'projects/p/devices/d', id: 'd', displayName: 'Freezer', type: 'temperature', labels: { room: '7', spare: '' }, reading: '-18 °C', lastSeen: now - 125_000, readAt: now - 7_200_000 };
const known = resourcesFrom(new Map([project, device].map((each) => [each.id, each])));

describe('the face of an id', () => {
  it('is the display name, of a nameless device its type', () => {
    assert.equal(labelOf(device), 'Freezer');
    assert.equal(labelOf({ ...device, displayName: '' }), 'temperature');
    assert.equal(labelOf({ ...project, displayName: '' }), undefined);
    assert.equal(labelOf({ ...device, displayName: 'x'.repeat(100) })?.length, 40);
  });

  it('tells all that is known', () => {
    assert.deepEqual(linesOf(device, known, now), [
      'Freezer (temperature device)',
      'In Head office',
      'Labels: room = 7, spare',
      'Last reading: -18 °C',
      'Last seen: 2 min ago (2026-01-01 11:57:55 UTC)',
      'As read from the API 2 h ago',
    ]);
    assert.deepEqual(linesOf({ ...project, displayName: '' }, known, now), ['project', 'As read from the API just now']);
  });

  it('tells ten labels, and how many there are', () => {
    const labels = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`l${index}`, '']));
    assert.match(linesOf({ ...device, labels }, known, now)[2] ?? '', /^Labels: l0, .*l9, and 3 more$/);
  });

  it('is no Markdown of others', () => {
    const text = faceMarkdown({ ...device, displayName: '[x](command:y) <img src=z>', labels: { '**b**': '`c`' } }, known, now);
    // But for the stars around the first line every sign is escaped.
    assert.match(text, /^\*\*(?:\\[!-~]|[\w\s])+\*\*\n\n(?:\\[!-~]|[\w\s°])+$/);
  });
});
