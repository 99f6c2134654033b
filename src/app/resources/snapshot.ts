import type { Resource, ResourceKind, Resources } from '../../language/features/resources';

/** Full resource names by what they name. Sources: endpoints.json, the `name` of each answer. */
const patterns: readonly (readonly [ResourceKind, RegExp])[] = [
  ['organization', /^organizations\/[\w-]+$/],
  ['project', /^projects\/[\w-]+$/],
  ['device', /^projects\/[\w-]+\/devices\/[\w-]+$/],
  ['connector', /^projects\/[\w-]+\/dataconnectors\/[\w-]+$/],
  ['service-account', /^projects\/[\w-]+\/serviceaccounts\/[\w-]+$/],
];

/** Characters of the longest resource name that is taken for one. */
const longestName = 200;

/** What a full resource name names; undefined for anything else, and for the wildcard `-`. */
export function kindOf(name: string): ResourceKind | undefined {
  return name.length > longestName || name.endsWith('/-') ? undefined : patterns.find(([, pattern]) => pattern.test(name))?.[0];
}

/** The last segment of a resource name. */
export function idOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** The resource name of what a thing is in; empty for one that is in nothing. */
export function parentOf(name: string): string {
  return name.split('/').slice(0, -2).join('/');
}

/** Made once: comparing takes ten times as long without. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Nameless ones last, by id. */
function byDisplayName(a: Resource, b: Resource): number {
  if ((a.displayName === '') !== (b.displayName === '')) return a.displayName === '' ? 1 : -1;
  return collator.compare(a.displayName, b.displayName) || (a.id < b.id ? -1 : 1);
}

/** Resources by id, to look up in. A list is put in order when it is first asked for. */
export function resourcesFrom(known: ReadonlyMap<string, Resource>): Resources {
  const lists = new Map<string, readonly Resource[]>();
  const listed = (kind: ResourceKind, parent: string | undefined): readonly Resource[] =>
    parent === undefined ? [...known.values()].filter((each) => each.kind === kind).sort(byDisplayName) : all(kind).filter(({ name }) => parentOf(name) === parent);
  const all = (kind: ResourceKind, parent?: string): readonly Resource[] => {
    const key = `${kind} ${parent ?? ''}`;
    const list = lists.get(key) ?? listed(kind, parent);
    lists.set(key, list);
    return list;
  };
  return { byId: (id) => known.get(id), all };
}
