import { heldIn, neededFor, scopeOf, sourceProjects, suffices, type Scope } from '../../blame/rights';
import type { Facts, Failure, Statement } from '../../entry';
import { errorPage, permissionsPage } from '../../links';
import { viewOf } from '../../requestView';
import { documented, listed, observed, quoted } from '../../say';
import { explainForbidden, forbiddenBy } from './forbidden';
import { specialCase } from './specialCase';

const bothSides = documented('A transfer needs the role Project administrator in the source project and in the target project.');

/** A transfer needs the role on both sides, and only the target is in the path. */
export const dt403Transfer = specialCase({
  code: 'dt.403.transfer',
  title: '403 Forbidden: transferring devices',
  status: 403,
  of: 'dt.403',
  example: [
    'POST /projects/⟦{{inventory}}⟧/devices:transfer',
    'Content-Type: application/json',
    '',
    '{ "devices": ["projects/{{project}}/devices/{{device}}"] }',
  ].join('\n'),
  about: {
    doThis: [documented('Give the account the role Project administrator in both projects, or Organization administrator in their organization.')],
    why: [bothSides],
    links: [errorPage(403), permissionsPage],
  },
  find: (failure, facts) => (forbiddenBy(failure, facts) === 'transfer' ? 'transfer' : undefined),
  explain(_, failure, facts) {
    const sources = sourceProjects(failure.exchange.request);
    const more = [bothSides, ...sourceWords(sources)];
    const source = lackingSource(failure, facts, sources);
    return explainForbidden(failure, facts, source ? { deed: 'take devices out of', scope: source, more } : { deed: 'transfer devices to', more });
  },
});

/** The source project that has to be at fault, by what the API said the account may do. */
function lackingSource(failure: Failure, facts: Facts, sources: readonly Scope[]): Scope | undefined {
  const view = viewOf(failure, facts);
  const needed = neededFor(view.endpoint?.endpoint);
  const lacks = sources.find((scope) => {
    const held = heldIn(scope, facts);
    return held && !suffices(held, needed);
  });
  const target = heldIn(scopeOf(failure, view), facts);
  // Of several nobody knows which.
  return lacks ?? (target && suffices(target, needed) && sources.length === 1 ? sources[0] : undefined);
}

function sourceWords(sources: readonly Scope[]): readonly Statement[] {
  const names = sources.slice(0, 5).map(({ id }) => quoted(id, 40));
  return names.length === 0 ? [] : [observed(`The devices come from ${names.length === 1 ? 'project' : 'the projects'} ${listed(names)}.`)];
}
