// Things of the API as they were seen in answers, for tests of what is proposed while typing.
import type { Resource, ResourceKind, Resources } from '../../src/language/features/resources';

/** Resources of these. */
export function resourcesOf(...all: readonly Resource[]): Resources {
  const kept = new Map<string, readonly Resource[]>();
  return {
    byId: (id) => all.find((each) => each.id === id),
    all(kind, parent) {
      const key = `${kind} ${parent ?? ''}`;
      const found = kept.get(key) ?? all.filter((each) => each.kind === kind && (parent === undefined || each.name.startsWith(`${parent}/`)));
      kept.set(key, found);
      return found;
    },
  };
}

/** A thing by its resource name. */
export function seen(kind: ResourceKind, name: string, displayName: string, more: Partial<Resource> = {}): Resource {
  return { kind, name, id: name.slice(name.lastIndexOf('/') + 1), displayName, readAt: 0, ...more };
}
