import { conflictOf, type Clash } from '../../blame/conflict';
import type { EntryExplanation, Fix } from '../../entry';
import { errorPage } from '../../links';
import { segmentPart, viewOf, type RequestView } from '../../requestView';
import { documented, headline, inferred, observed, quoted } from '../../say';
import { specialCase } from './specialCase';

const status = '409 Conflict: ';
const otherClient = documented('Rapid changes of one resource from different clients give the same answer.');

/** What is to be created is there: a label with that key, a member who was invited before. */
export const dt409Exists = specialCase({
  code: 'dt.409.exists',
  title: `${status}it exists already`,
  status: 409,
  of: 'dt.409',
  example: [
    'POST /projects/{{project}}/devices/{{device}}/labels',
    'Content-Type: application/json',
    '',
    '{ "key": ⟦"name"⟧, "value": "Lobby" }',
  ].join('\n'),
  about: {
    doThis: [documented('Look whether it exists already, and change that instead.')],
    why: [documented('What you want to create most likely exists: a label with that key, a member who was invited before.'), otherClient],
    links: [errorPage(409)],
  },
  find(failure, facts) {
    const conflict = conflictOf(failure, facts);
    return conflict.kind === 'exists' ? conflict : undefined;
  },
  explain({ clash }, failure, facts): EntryExplanation {
    const view = viewOf(failure, facts);
    const path = view.endpoint?.endpoint.path ?? '';
    const part = clash?.part ?? { kind: 'request-line' };
    if (path.endsWith('/labels')) return label(clash, part, view);
    if (path.endsWith('/members')) return member(clash, part);
    return {
      headline: `${status}what you create most likely exists already`,
      part,
      doThis: [...dt409Exists.about.doThis, otherClientWork],
      why: [documented('What you want to create most likely exists.'), ...(clash?.isNamed === true ? [observed(`The API's error text names ${quoted(clash.name)}.`)] : []), otherClient],
    };
  },
});

const otherClientWork = documented('If another client works on the same resource: read it again, then try again.');

function label(clash: Clash | undefined, part: EntryExplanation['part'], view: RequestView): EntryExplanation {
  return {
    headline: headline(`${status}the device already has the label `, clash?.value),
    part,
    doThis: [documented('To change the label, PATCH it under its key, or use devices:batchUpdate: addLabels overwrites.'), otherClientWork],
    why: [documented('A new label with the name of an existing one is refused.'), otherClient],
    fixes: clash ? changeInstead(clash, view) : [],
  };
}

/** The same request as a change of the label that is there. */
function changeInstead({ name, value }: Clash, view: RequestView): readonly Fix[] {
  // A key with other characters would have to be encoded, and whether the API undoes that in a path is not documented.
  if (!/^[\w.~-]+$/.test(value)) return [];
  return [{
    kind: 'edit', grade: 'likely', title: `Change the label that is there: PATCH …/labels/${value.slice(0, 40)}`,
    edits: [
      { kind: 'replace', part: { kind: 'method' }, text: 'PATCH' },
      { kind: 'replace', part: segmentPart(view, view.segments.length - view.baseLength - 1), text: `labels/${value}` },
      { kind: 'remove', part: { kind: 'json', pointer: `/${name}`, what: 'name' } },
    ],
  }];
}

function member(clash: Clash | undefined, part: EntryExplanation['part']): EntryExplanation {
  return {
    headline: headline(`${status}already invited: `, clash?.value),
    part,
    doThis: [inferred('To change the role, PATCH the member instead.'), otherClientWork],
    why: [documented('Inviting somebody who is invited already is refused.'), otherClient],
  };
}
