import data from './endpoints.json';

/** The JSON schema subset in which bodies are described. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[] | null;
  readonly const?: unknown;
  readonly description?: string;
  readonly additionalProperties?: Schema | boolean;
}

/** A parameter of the query that an endpoint takes. */
export interface QueryParameter {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly repeated: boolean;
  readonly default: unknown;
  readonly enum: readonly string[] | null;
  readonly description: string;
  /** Other spellings that are documented or seen. */
  readonly aliases?: readonly string[];
}

/** What stands for a `{name}` of a path. */
export interface PathParameter {
  readonly name: string;
  readonly description: string;
  /** The sources that have `-` there, which stands for all of its kind. Default: it takes none. */
  readonly wildcard?: readonly string[];
}

/** How an endpoint is called, as the documentation shows it. */
export interface ExampleRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or a text. Default: none. */
  readonly body?: unknown;
}

/** One verb of one path. `path` is relative to `https://{host}…/v2`; the identity path to its origin. */
export interface Endpoint {
  readonly method: string;
  /** e.g. `/projects/{project}/devices:batchUpdate`. */
  readonly path: string;
  readonly host: 'api' | 'emulator' | 'identity';
  readonly summary: string;
  readonly pathParams: readonly PathParameter[];
  readonly queryParams: readonly QueryParameter[];
  readonly requestBody: (Schema & { readonly contentType?: string }) | null;
  readonly response: Schema | null;
  readonly streaming: boolean;
  readonly paginated: boolean;
  readonly paginatedField: string | null;
  /** Lowest role that may call it; null when undocumented. */
  readonly role: string | null;
  readonly roleNote: string | null;
  readonly example: { readonly request: ExampleRequest };
  /** Where the facts come from: names in `SOURCES.md`, each perhaps with a place inside after a colon. */
  readonly source: readonly string[];
}

/** An endpoint and the values that a concrete path gives its parameters. */
export interface EndpointMatch {
  readonly endpoint: Endpoint;
  /** By parameter name: the written value and which path segment (zero-based, of the path after the base) it stands in. */
  readonly params: ReadonlyMap<string, { readonly value: string; readonly segment: number }>;
}

/** All described endpoints (69), in the order of the data file. */
export const endpoints: readonly Endpoint[] = data as unknown as readonly Endpoint[];

interface PathPattern {
  readonly segments: readonly string[];
  /** Custom method after the colon of the last segment, e.g. `batchUpdate`. */
  readonly verb: string;
}

const patterns = new Map<Endpoint, PathPattern>(endpoints.map((endpoint) => [endpoint, splitPath(endpoint.path)]));

/**
 * The endpoint that `method` and `path` name on a host, or undefined.
 *
 * @param path Without base and query: `/projects/abc/devices:transfer`. HEAD is looked up as GET.
 */
export function findEndpoint(host: Endpoint['host'], method: string, path: string): EndpointMatch | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  return findPath(host, path).find((match) => match.endpoint.method === wanted);
}

/** All verbs of a path: one match for each; empty when the description has no such path. */
export function findPath(host: Endpoint['host'], path: string): readonly EndpointMatch[] {
  const written = splitPath(path);
  const matches: EndpointMatch[] = [];
  for (const endpoint of endpoints) {
    if (endpoint.host !== host) continue;
    const params = matchPath(patternOf(endpoint), written);
    if (params) matches.push({ endpoint, params });
  }
  // A literal segment beats a parameter: `/projects:batchUpdate` is no project id.
  return matches.sort((a, b) => a.params.size - b.params.size);
}

function patternOf(endpoint: Endpoint): PathPattern {
  return patterns.get(endpoint) ?? splitPath(endpoint.path);
}

function splitPath(path: string): PathPattern {
  const segments = path.replace(/^\//, '').split('/');
  const last = segments.at(-1) ?? '';
  const colon = last.lastIndexOf(':');
  if (colon < 0) return { segments, verb: '' };
  return { segments: [...segments.slice(0, -1), last.slice(0, colon)], verb: last.slice(colon + 1) };
}

function matchPath(pattern: PathPattern, written: PathPattern): EndpointMatch['params'] | undefined {
  if (pattern.verb !== written.verb || pattern.segments.length !== written.segments.length) return undefined;
  const params = new Map<string, { value: string; segment: number }>();
  for (const [segment, expected] of pattern.segments.entries()) {
    const value = written.segments[segment] ?? '';
    const name = /^\{(.+)\}$/.exec(expected)?.[1];
    if (name === undefined) {
      if (expected !== value) return undefined;
    } else {
      if (value === '') return undefined;
      params.set(name, { value, segment });
    }
  }
  return params;
}
