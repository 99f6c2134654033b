import { type Endpoint, endpoints } from '../../../api/description';
import { vendorOrigins } from '../../../api/hosts';

/** An endpoint with its path taken apart. */
export interface Pattern {
  readonly endpoint: Endpoint;
  /** Without slashes and custom method; a parameter in its braces. */
  readonly segments: readonly string[];
  /** Custom method, e.g. `batchUpdate`; empty without one. */
  readonly verb: string;
}

/** All endpoints: the list of projects, devices, what else is in projects, the rest of the API, emulated devices, signing in; otherwise as in the description. */
export const patterns: readonly Pattern[] = endpoints.map(patternOf).sort((a, b) => rank(a) - rank(b));

function patternOf(endpoint: Endpoint): Pattern {
  const [, path = '', verb = ''] = /^\/(.*?)(?::([^:/{}]+))?$/.exec(endpoint.path) ?? [];
  return { endpoint, segments: path.split('/'), verb };
}

function rank({ endpoint: { host, method }, segments }: Pattern): number {
  if (host !== 'api') return host === 'emulator' ? 4 : 5;
  if (segments[0] !== 'projects') return 3;
  if (segments.length === 1 && method === 'GET') return 0;
  return segments.includes('devices') ? 1 : 2;
}

/** The name of the parameter that a segment of a pattern stands for; undefined when it stands for itself. */
export function parameterOf(segment: string): string | undefined {
  return /^\{(.+)\}$/.exec(segment)?.[1];
}

/** What stands in front of an endpoint's path in a request file. */
export function baseOfHost(host: Endpoint['host']): string {
  return { api: '', emulator: '{{emulatorBase}}', identity: vendorOrigins('identity')[0] ?? '' }[host];
}

/** Those that a written method may mean: all of them without one, or when no endpoint has it. Case does not count. */
export function ofMethod(all: readonly Pattern[], method: string | undefined): readonly Pattern[] {
  const written = method?.toUpperCase();
  const wanted = written === 'HEAD' ? 'GET' : written;
  const found = all.filter(({ endpoint }) => endpoint.method === wanted);
  return found.length > 0 ? found : all;
}
