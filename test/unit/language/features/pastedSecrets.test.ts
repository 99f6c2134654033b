import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/language/features/diagnostics/diagnose';
import { checkEnvironmentSecrets } from '../../../../src/language/features/diagnostics/pastedSecrets';
import { fixesFor } from '../../../../src/language/features/fixes/index';
import { parseEnvironmentFile } from '../../../../src/language/plan/environment';
import { parse } from '../../../../src/language/syntax/parser';
import { fixed, markedFindings, shown } from '../plan/support';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = (claims: unknown, head: unknown = { alg: 'HS256' }) => `${encode(head)}.${encode(claims)}.Zk3vQ1x-8Lw_0aTq5uYbRn`;
const jwt = signed({ iss: 'b0@c0.serviceaccount.d21s.com' });
const hex = 'b1946ac92492d2347c6235b4d2611184';
const basic = Buffer.from(`btestkeyidbtestkeyid:${hex}`).toString('base64');

const found = (text: string, variables = {}) => diagnose(parse(text), variables).filter(({ code }) => code.startsWith('secret.'));

/** Texts with marks at what is to be found. */
const positives: Readonly<Record<string, string>> = {
  'a bearer token': `GET /projects\nAuthorization: Bearer ⟦secret.in-header|${jwt}⟧`,
  'an opaque token': 'GET /projects\nAuthorization: Bearer ⟦secret.in-header|q9Zx2LmV7tRk4WpYc81N⟧',
  'a basic credential': `GET /projects\nauthorization: basic ⟦secret.in-header|${basic}⟧`,
  'a key without a scheme': `GET https://example.com/\nAuthorization: ⟦secret.in-header|${hex}⟧`,
  'a proxy credential': `GET https://example.com/\nProxy-Authorization: Basic ⟦secret.in-header|${basic}⟧`,
  'an API key': `GET https://example.com/\nX-Api-Key: ⟦secret.in-header|AIzaSyD-9tS7Kq3Lw0bVnR5xY2mUe8PfGh1Jk4⟧`,
  'a subscription key': `GET https://example.com/\nOcp-Apim-Subscription-Key: ⟦secret.in-header|${hex}⟧`,
  'a cookie of a session': `GET https://example.com/\nCookie: theme=dark; JSESSIONID=⟦secret.in-header|9F2C81D7A6B345E0⟧; _ga=GA1.2.1234567890.1234567890`,
  'a token in a cookie': `GET https://example.com/\nCookie: id=⟦secret.token|${jwt}⟧`,
  'a token in any header': `GET /projects\nX-Note: see ⟦secret.token|${jwt}⟧ there`,
  'a variable': `@secret = ⟦secret.in-value|${hex}⟧\nGET /projects/{{secret}}`,
  'a variable with a hyphen': `@client-secret = ⟦secret.in-value|${hex}⟧`,
  'a password': '@password = ⟦secret.in-value|Tr0ub4dor&3x⟧',
  'a uuid that is called secret': '@api_key = ⟦secret.in-value|5e0d7c1a-93b4-4f6e-8a2d-c7b1f0e94d36⟧',
  'a token under a harmless name': `@x = ⟦secret.token|${jwt}⟧`,
  'a token in a path': `GET /projects/⟦secret.token|${jwt}⟧/devices`,
  'a token behind an encoded blank': `GET /projects?q=Bearer%20⟦secret.token|${jwt}⟧`,
  'a query parameter': `GET https://example.com/?a=b&access_token=⟦secret.in-value|${hex}⟧&c=d`,
  'a query line': `GET https://example.com/\n  ?a=b\n  &api%5Fkey=⟦secret.in-value|${hex}⟧`,
  'a key': 'GET https://example.com/?key=⟦secret.in-value|AIzaSyD-9tS7Kq3Lw0bVnR5xY2mUe8PfGh1Jk4⟧',
  'a form': `POST https://example.com/\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=x&\nclient_secret=⟦secret.in-value|${hex}⟧\n&assertion=⟦secret.in-value|${jwt}⟧`,
  'a JSON property': `POST /projects\nContent-Type: application/json\n\n{ "a": { "signatureSecret" : "⟦secret.in-value|${hex}⟧" }, "b": [{{x}}] }`,
  'JSON without a type': `POST https://example.com/\n\n[{"token":"⟦secret.in-value|${hex}⟧"}]`,
  'a token in any body': `POST https://example.com/\nContent-Type: text/plain\n\nhello\n⟦secret.token|${jwt}⟧ and ⟦secret.token|${jwt}⟧`,
  'each of two': `GET https://example.com/?token=⟦secret.in-value|${hex}⟧\nX-Api-Key: ⟦secret.in-header|${hex}⟧\n###\n@secret = ⟦secret.in-value|${hex}⟧`,
};

/** Values that are no secrets, or not for sure, under names that say so. */
const harmless = [
  'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'your-token', 'YOUR_ACCESS_TOKEN_123', '<token>', '<ACCESS_TOKEN_0123>', '${TOKEN}', '$MY_TOKEN_2', '%TOKEN_1%', '{token-4711}', '[token]',
  'changeme', 'change-me-1234567890', 'test', 'test-1234-abcd-5678', 'secret', 'password', 'P@ssw0rd!', 'Password123!', 'hunter2', 'abc', '12345', '1234567890123456', 'aaaaaaaaaaaaaaaa1', '0123456789abcdef0123456789abcdef',
  '00000000-0000-0000-0000-000000000000', 'fa4efa4efa4e0c1d2e3f405162738495', 'https://identity.example/oauth2/token?v=2', './keys/private-1.pem', '/run/secrets/dt-http-2', 'ops+2@example-company.com', '2026-03-01T12:00:00.000Z',
  'my-service-account-2024', 'plantNorthGateway1Building2', 'a value with blanks 123', '•••', 'deadbeefdeadbeefdeadbeef1', '{{other}}', 'prefix-{{other}}-9Zx2LmV7tRk4WpYc81N', '',
  signed({ iss: 'dt-http sandbox', sub: 'x' }), 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
];

const negatives: readonly string[] = [
  ...harmless.flatMap((value) => [`@secret = ${value}`, `@password = ${value}`, `GET https://example.com/?token=${value.replace(/[ <>]/g, '')}`, `POST https://example.com/\n\n{ "secret": ${JSON.stringify(value)} }`]),
  ...harmless.map((value) => `GET /projects\nAuthorization: Bearer ${value}\nX-Api-Key: ${value}\nCookie: session=${value}`),
  // What looks like a key where nothing says that it is secret.
  `@device = ${hex}`, '@id = 5e0d7c1a-93b4-4f6e-8a2d-c7b1f0e94d36', `GET /projects/${hex}/devices?pageToken=${hex}&nextPageToken=${hex}&order=q9Zx2LmV7tRk4WpYc81N`,
  `GET https://example.com/\nIdempotency-Key: 5e0d7c1a-93b4-4f6e-8a2d-c7b1f0e94d36\nETag: "${hex}"\nX-Request-Id: ${hex}`,
  `POST /projects\nContent-Type: application/json\n\n{ "key": "q9Zx2LmV7tRk4WpYc81N", "id": "${hex}", "code": "${hex}", "token": 12345678901234567890, "secret": null, "password": true, "token": {} }`,
  `POST https://example.com/\nContent-Type: text/plain\n\ntoken=${hex}`,
  `GET /projects\nAuthorization: Basic {{keyId}} {{secret}}`, 'GET /projects\nAuthorization: Bearer {{token}}', 'GET /projects\nAuthorization: Basic dXNlcjpwYXNz', 'GET /projects\nAuthorization: Basic btestkeyidbtestkeyid b1946ac92492d2347c6235b4d2611184',
  `GET /projects\nAuthorization:`, `# @token ${hex}\nGET /projects`, `# Authorization: Bearer ${jwt}\nGET /projects`, `### ${jwt}`,
  // Three parts that are no token.
  `@x = eyJhYmMiOiJhIn0xMjM.eyJhYmMiOiJhIn0xMjM.aaaaaaaaaaaaaaaaaaaaaaaa`, `@x = ${signed({ a: 1 }, { typ: 'JWT' })}`, `@x = ${jwt.split('.').slice(0, 2).join('.')}`,
  'GET https://example.com/?=x&token&token=&&&', 'POST https://example.com/\n\n{ "token": "', 'POST https://example.com/\n\n{"token', 'POST https://example.com/\n\n{ "token" : ',
];

describe('pasted secrets', () => {
  for (const [what, source] of Object.entries(positives)) {
    for (const lineEnd of ['\n', '\r\n']) {
      it(`${what} is found, exactly${lineEnd === '\n' ? '' : ', with CRLF'}`, () => {
        const { text, findings } = markedFindings(source.replaceAll('\n', lineEnd));
        assert.deepEqual(found(text).map((each) => shown(text, each)), findings);
      });
    }
  }

  it('nothing is found in what only resembles one', () => {
    for (const text of negatives) assert.deepEqual(found(text).map((each) => shown(text, each)), [], text);
  });

  it('they are warnings, and their data hold no secret', () => {
    for (const source of Object.values(positives)) {
      const { text } = markedFindings(source);
      for (const { severity, data } of found(text)) {
        assert.equal(severity, 'warning');
        for (const secret of [jwt, hex, basic]) assert.ok(!JSON.stringify(data).includes(secret));
      }
    }
  });

  it('what is pasted a thousand times, or endless, costs no more than reading it', () => {
    const shapes = ['token', '"token":"', 'eyJ-', 'eyJaaaaaaaa.', '&token=a', '=', '\\', '%20eyJ', 'token=eyJaaaaaaaa.eyJaaaaaaaa.', 'Ab1'];
    for (const shape of shapes) {
      const text = `GET https://example.com/?token=1\nContent-Type: application/json\n\n{${shape.repeat(300_000 / shape.length)}`;
      for (const type of ['json', 'x-www-form-urlencoded']) {
        // A look that took the square of the length would not end before the test does.
        assert.ok(found(text.replace('json', type)).length <= 300_000, shape);
      }
    }
  });

  const ours = (text: string, variables = {}) => found(text, variables).map(({ data }) => data['isOurs'] === true);
  for (const [what, text, expected] of [
    ['a path of the API', `GET /projects\nAuthorization: Bearer ${jwt}`, true],
    ['a path with a value that is not known yet', `# @prompt p\nGET /projects/{{p}}\nAuthorization: Bearer ${jwt}`, true],
    ['the emulator', `# @host emulator\nPOST /projects/p/devices/d:publish\nAuthorization: Bearer ${jwt}`, true],
    ['a host of DT', `GET https://api.d21s.com/v2/projects\nAuthorization: Bearer ${jwt}`, true],
    ['another host', `GET https://api.d21s.com.example/v2/projects\nAuthorization: Bearer ${jwt}`, false],
    ['another base', `@apiBase = https://example.com/v2\nGET /projects\nAuthorization: Bearer ${jwt}`, false],
    ['another base, and a value that is not known yet', `@apiBase = https://example.com/v2\n# @prompt p\nGET /projects/{{p}}\nAuthorization: Bearer ${jwt}`, false],
    ['a Host header', `# @prompt p\nGET /projects/{{p}}\nHost: example.com\nAuthorization: Bearer ${jwt}`, false],
    ['a request that asked for no signature', `# @auth none\nGET /projects\nAuthorization: Bearer ${jwt}`, false],
    ['another header', `GET /projects\nProxy-Authorization: Basic ${basic}`, false],
  ] as const) {
    it(`removal is ${expected ? '' : 'not '}offered for ${what}`, () => assert.deepEqual(ours(text), [expected]));
  }

  it('the fix removes the line of a header that the account makes needless, and keeps the others', () => {
    const text = `GET /projects\r\nAuthorization: Bearer ${jwt}\r\nX-A: 1\r\n`;
    const file = parse(text);
    const [finding] = found(text);
    assert.ok(finding);
    assert.equal(fixed(file, finding)['Remove it and sign with your account'], 'GET /projects\r\nX-A: 1\r\n');
    const fixes = fixesFor(file, finding).map(({ title, preferred, action }) => [title, preferred, action]);
    assert.deepEqual(fixes, [['Remove it and sign with your account', true, undefined], ['Move to secret storage', false, 'move-to-secret-storage']]);
  });

  it('elsewhere moving it is what there is', () => {
    const text = `@secret = ${hex}`;
    const [finding] = found(text);
    assert.ok(finding);
    assert.deepEqual(fixesFor(parse(text), finding), [{ title: 'Move to secret storage', edits: [], preferred: true, action: 'move-to-secret-storage' }]);
  });
});

describe('secrets in environment files', () => {
  const check = (value: unknown, isPrivate = false) => {
    const text = JSON.stringify(value, undefined, 2);
    return checkEnvironmentSecrets(parseEnvironmentFile(text, 'file:///w/http-client.env.json', isPrivate)).map((each) => shown(text, each).replace(/ at \d+$/, ''));
  };

  it('are found at their values in a shared one', () => {
    const file = { $shared: { token: hex, note: jwt, id: hex }, dev: { password: 'Tr0ub4dor&3x', secret: { $secret: 'x' }, apiKey: 'your-key', pin_token: 12 } };
    assert.deepEqual(check(file), [`environment.secret ${JSON.stringify(`"${hex}"`)}`, `environment.secret ${JSON.stringify(`"${jwt}"`)}`, 'environment.secret "\\"Tr0ub4dor&3x\\""']);
  });

  it('are at home in a private one', () => assert.deepEqual(check({ $shared: { token: hex, note: jwt } }, true), []));
});
