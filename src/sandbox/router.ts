import type { Access } from './access';
import type { JsonObject } from './body';
import { ApiError, badRequest, wrongVerb } from './errors';
import type { Query } from './query';
import type { Store } from './store';

/** `sandbox` is what the API does not have: the receivers of pushes. */
export type Host = 'api' | 'emulator' | 'sandbox';

/** One request, ready to be answered. */
export interface Call {
  readonly store: Store;
  readonly access: Access;
  /** As written, without base and query. */
  readonly path: string;
  /** The pieces of the path, percent-decoded, by the names in the route. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  /** The JSON object in the body, or `empty` for no body at all; throws the 400 when there is none. */
  readonly body: (empty?: JsonObject) => JsonObject;
  /** How many devices of a batch shall fail (see faults.ts). */
  readonly failingItems: number;
  /** Says, in a header of the answer, what the sandbox did not do. Plain ASCII. */
  readonly note: (text: string) => void;
}

/**
 * An endpoint. What `answer` returns becomes the JSON body of a 200; every success of this API is one.
 * A {@link ./live/feed} becomes a stream.
 */
export interface Route {
  readonly host: Host;
  readonly method: string;
  /** As in the API description: `/projects/{project}/devices:transfer`. */
  readonly path: string;
  readonly answer: (call: Call) => object;
}

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds routes by method and path. */
export class Router {
  readonly #routes: readonly { readonly route: Route; readonly pattern: RegExp }[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => ({ route, pattern: compile(route.path) }));
  }

  /** The route, or 404 for an unknown path and 501 for a known one with another verb. HEAD goes where GET goes. */
  find(host: Host, method: string, path: string): RouteMatch {
    const wanted = method === 'HEAD' ? 'GET' : method;
    let known = false;
    for (const { route, pattern } of this.#routes) {
      const groups = route.host === host ? pattern.exec(path)?.groups : undefined;
      if (groups === undefined) continue;
      known = true;
      if (route.method === wanted) return { route, params: decode(groups) };
    }
    if (known) throw wrongVerb();
    throw new ApiError(404, `no endpoint has the path ${path}`);
  }
}

function compile(path: string): RegExp {
  // A piece of a path holds no colon: what follows one is a custom method.
  return new RegExp(`^(?<_>)${path.replace(/\{(\w+)\}/g, '(?<$1>[^/:]+)')}$`);
}

function decode(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const decoded = Object.entries(groups).map(([name, text]): [string, string] => {
    try {
      return [name, decodeURIComponent(text)];
    } catch {
      throw badRequest(`invalid ${name}: "${text}" is not percent-encoded UTF-8`);
    }
  });
  return Object.fromEntries(decoded);
}
