import assert from 'node:assert/strict';
import type { WireRequest } from '../../../src/http/exchange';
import { nextHop } from '../../../src/run/policies/redirect';

const base: WireRequest = {
  method: 'GET',
  origin: 'https://api.example.com',
  target: '/v2/projects?a=1',
  headers: [
    ['Accept', 'application/json'],
    ['Authorization', 'Bearer own-token'],
    ['Cookie', 'a=b'],
    ['X-Key', 'planted-secret'],
    ['Content-Type', 'application/json'],
  ],
};
const body = new TextEncoder().encode('{}');
const post: WireRequest = { ...base, method: 'POST', body };

function hop(request: WireRequest, status: number, location: string): string {
  const step = nextHop(request, status, location, ['planted-secret']);
  if (step.kind === 'blocked') return `blocked: ${step.reason}`;
  const { method, origin, target, headers, body: sent } = step.request;
  return `${method} ${origin}${target} [${headers.map(([name]) => name).join(' ')}]${sent ? ' body' : ''}`;
}

describe('redirect', () => {
  const all = '[Accept Authorization Cookie X-Key]';
  const repeated = 'the address on another origin holds a secret value of the request';
  const cases: readonly [name: string, actual: string, expected: string][] = [
    ['a path on the same origin', hop(base, 302, '/v2/other'), `GET https://api.example.com/v2/other ${all}`],
    ['a relative reference', hop(base, 301, 'devices?x=%20y'), `GET https://api.example.com/v2/devices?x=%20y ${all}`],
    ['POST becomes GET on 301', hop(post, 301, '/o'), `GET https://api.example.com/o ${all}`],
    ['POST becomes GET on 302', hop(post, 302, '/o'), `GET https://api.example.com/o ${all}`],
    ['PUT stays on 302', hop({ ...post, method: 'PUT' }, 302, '/o'), 'PUT https://api.example.com/o [Accept Authorization Cookie X-Key Content-Type] body'],
    ['everything becomes GET on 303', hop({ ...post, method: 'DELETE' }, 303, '/o'), `GET https://api.example.com/o ${all}`],
    ['HEAD stays HEAD on 303', hop({ ...base, method: 'HEAD' }, 303, '/o'), `HEAD https://api.example.com/o ${all}`],
    ['POST stays on 307', hop(post, 307, '/o'), 'POST https://api.example.com/o [Accept Authorization Cookie X-Key Content-Type] body'],
    ['another host loses credentials and secrets', hop(base, 302, 'https://evil.example/x'), 'GET https://evil.example/x [Accept]'],
    ['another port is another origin', hop(base, 308, 'https://api.example.com:8443/x'), 'GET https://api.example.com:8443/x [Accept]'],
    ['a trailing dot is another origin', hop(base, 302, 'https://api.example.com./x'), 'GET https://api.example.com./x [Accept]'],
    ['protocol-relative', hop(base, 302, '//evil.example/x'), 'GET https://evil.example/x [Accept]'],
    ['POST elsewhere on 302 stops, though it would become GET', hop(post, 302, 'https://evil.example/'), 'blocked: a POST request is not sent on to another origin (https://evil.example)'],
    ['and so does DELETE on 303', hop({ ...base, method: 'DELETE' }, 303, 'https://evil.example/'), 'blocked: a DELETE request is not sent on to another origin (https://evil.example)'],
    ['a header that nobody may see stays', hop({ ...base, headers: [['X-Anything', 'x'], ['Accept-Language', 'en']] }, 302, 'https://evil.example/'), 'GET https://evil.example/ [Accept-Language]'],
    ['HEAD goes elsewhere', hop({ ...base, method: 'HEAD' }, 301, 'https://evil.example/'), 'HEAD https://evil.example/ [Accept]'],
    ['POST elsewhere on 307 stops', hop(post, 307, 'https://evil.example/'), 'blocked: a POST request is not sent on to another origin (https://evil.example)'],
    ['DELETE elsewhere stops', hop({ ...base, method: 'DELETE' }, 302, 'https://evil.example/'), 'blocked: a DELETE request is not sent on to another origin (https://evil.example)'],
    ['GET with a body elsewhere on 308 stops', hop({ ...base, body }, 308, 'https://evil.example/'), 'blocked: the body is not sent on to another origin (https://evil.example)'],
    ['https never becomes http', hop(base, 302, 'http://api.example.com/x'), 'blocked: the redirect leads from https to http'],
    ['userinfo', hop(base, 302, 'https://api.example.com@evil.example/'), 'blocked: the redirect address holds a user name or password'],
    ['another scheme', hop(base, 302, 'file:///etc/passwd'), 'blocked: the redirect leads to file:, not to http or https'],
    ['an address elsewhere that repeats a secret', hop(base, 302, 'https://evil.example/x?k=planted-secret'), `blocked: ${repeated}`],
    ['the same, percent-encoded', hop(base, 302, 'https://evil.example/planted%2Dsecret'), `blocked: ${repeated}`],
    ['the same, in base64', hop(base, 302, `https://evil.example/?b=${Buffer.from('user:planted-secret').toString('base64url')}`), `blocked: ${repeated}`],
    ['the same, as a host', hop(base, 302, 'https://planted-secret.evil.example/'), `blocked: ${repeated}`],
    ['a secret on the same origin goes on', hop(base, 302, '/x?k=planted-secret'), `GET https://api.example.com/x?k=planted-secret ${all}`],
    ['a header that repeats a secret in base64 stays', hop({ ...base, headers: [['Referer', Buffer.from('planted-secret').toString('base64')], ['Accept', '*/*']] }, 302, 'https://evil.example/'), 'GET https://evil.example/ [Accept]'],
    ['nonsense', hop(base, 302, 'https://['), 'blocked: the Location header is not an address'],
  ];
  for (const [name, actual, expected] of cases) it(name, () => assert.equal(actual, expected));
});
