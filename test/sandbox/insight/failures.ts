import type { Sandbox } from '../../../src/sandbox/index';

/** A request that fails against the sandbox, and what has to be said of it. */
export interface Failing {
  readonly name: string;
  /** What is to blame stands between `⟦` and `⟧`. */
  readonly text: (sandbox: Sandbox) => string;
  /** A certain edit has to be offered; whatever certain edit is offered has to mend the request in any case. */
  readonly isMended?: true;
}

const json = 'Content-Type: application/json\n\n';
const fault = (order: string) => `# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: ${order}`;
const at = ({ landmarks }: Sandbox) => `/projects/${landmarks.projects.headOffice}`;

/** By the entry that explains them. */
export const failures: Readonly<Record<string, readonly Failing[]>> = {
  'dt.400': [
    { name: 'a page that is too large', text: (s) => `GET ${at(s)}/devices?page_size=⟦500⟧` },
    { name: 'a device type that is none', text: (s) => `GET ${at(s)}/devices?device_types=temperature&device_types=⟦fridge⟧` },
    { name: 'an unknown order', text: (s) => `GET ${at(s)}/devices?order_by=⟦colour⟧` },
    { name: 'a time that is none', text: (s) => `GET ${at(s)}/devices/${s.landmarks.devices.temperature}/events?startTime=⟦yesterday⟧` },
    { name: 'a body that lacks a property', text: () => `POST /projects\n${json}⟦{ "displayName": "new" }⟧` },
    { name: 'a property of the wrong type', text: (s) => `PATCH ${at(s)}\n${json}{ "displayName": ⟦5⟧ }` },
    { name: 'a batch update of no labels', text: (s) => `POST ${at(s)}/devices:batchUpdate\n${json}⟦{ "devices": ["projects/x/devices/y"] }⟧` },
    { name: 'a project that is not empty', text: ({ landmarks }) => `DELETE /projects/⟦${landmarks.projects.coldStorage}⟧` },
    { name: 'no body at all', text: (s) => `⟦POST ${at(s)}/devices:transfer⟧` },
  ],
  'dt.401': [
    { name: 'a pasted token that has expired', text: (s) => `GET /projects\nAuthorization: ⟦Bearer ${s.expiredToken}⟧`, isMended: true },
    { name: 'a pasted token that is none', text: () => 'GET /projects\nAuthorization: ⟦Bearer abc⟧' },
    { name: 'unsigned on request', text: () => '# @auth none\n⟦GET /projects⟧' },
    { name: 'Basic where it is switched off', text: () => '# @account sandbox-basic-off\n# @auth basic\n⟦GET /projects⟧' },
    { name: 'a token that is refused twice', text: () => fault('401') },
  ],
  'dt.403': [
    { name: 'a project that the account is no member of', text: ({ landmarks }) => `GET /projects/⟦${landmarks.projects.boardroom}⟧` },
    { name: 'a role that is too low', text: (s) => `# @account sandbox-project.user\n@project = ${at(s).slice(10)}\nPATCH /projects/⟦{{project}}⟧\n${json}{ "displayName": "x" }` },
    { name: 'an organization in the body', text: ({ landmarks }) => `POST /projects\n${json}{ "displayName": "x", "organization": ⟦"organizations/${landmarks.organization}"⟧ }` },
    { name: 'an organization in the query', text: ({ landmarks }) => `GET /projects/-/devices?organization=⟦organizations/${landmarks.otherOrganization}⟧` },
  ],
  'dt.404': [
    { name: 'a device that is not there', text: (s) => `GET ${at(s)}/devices/⟦cnothere00000000000a⟧` },
    { name: 'a project that is not there', text: (s) => `GET /projects/⟦cnothere00000000000a⟧/devices/${s.landmarks.devices.co2}` },
    { name: 'a placeholder', text: () => 'GET /projects/⟦YOUR_PROJECT_ID⟧/devices' },
    { name: 'a transfer to a project that is not there', text: () => `POST /projects/⟦cnothere00000000000a⟧/devices:transfer\n${json}{ "devices": ["projects/x/devices/y"] }` },
    { name: 'a path without /v2', text: ({ origin }) => `GET ${origin}/⟦projects⟧?page_size=2`, isMended: true },
    { name: '/v2 twice', text: () => 'GET /v2/⟦v2⟧/projects', isMended: true },
    { name: '/v2 after the base', text: () => 'GET {{apiBase}}/⟦v2⟧/projects', isMended: true },
    { name: 'a misspelt collection', text: (s) => `GET ${at(s)}/⟦device⟧` },
    { name: 'another version', text: () => 'GET /⟦v1⟧/projects' },
  ],
  'dt.405': [{ name: 'several verbs exist', text: (s) => `⟦PUT⟧ ${at(s)}\nX-Sandbox-Fault: 405; body=empty` }],
  'dt.409': [
    { name: 'a label that is there', text: (s) => `POST ${at(s)}/devices/${s.landmarks.devices.temperature}/labels\n${json}{ "key": ⟦"name"⟧, "value": "Lobby" }` },
    { name: 'a change at the same time', text: (s) => `⟦PATCH ${at(s)}⟧\nX-Sandbox-Fault: 409\n${json}{ "displayName": "x" }` },
  ],
  'dt.500': [{ name: 'of the service', text: () => fault('500') }],
  'dt.501': [
    { name: 'one verb exists', text: (s) => `⟦PUT⟧ ${at(s)}/devices:batchUpdate\n${json}{ "devices": ["${at(s).slice(1)}/devices/${s.landmarks.devices.touch}"], "addLabels": { "a": "b" } }`, isMended: true },
    { name: 'several verbs exist', text: (s) => `⟦PUT⟧ ${at(s)}` },
  ],
  'dt.503': [{ name: 'with the page of a gateway', text: () => fault('503; body=html') }],
  'dt.504': [{ name: 'of a gateway', text: () => fault('504') }],
  'answer.not-json': [
    { name: 'a page in place of a list', text: () => fault('200; body=html') },
    { name: 'a 403 with a page', text: (s) => `⟦GET ${at(s)}⟧\nX-Sandbox-Fault: 403; body=html` },
    { name: 'a 401 with nothing', text: () => fault('401; body=empty') },
    { name: 'a 404 with a page', text: () => fault('404; body=html') },
    { name: 'a 407', text: () => fault('407; body=empty') },
  ],
  'auth.sign-in': [
    { name: 'a key that was revoked', text: () => '# @account sandbox-revoked\n⟦GET /projects⟧' },
    { name: 'the token endpoint by hand', text: ({ tokenUrl }) => `POST ${tokenUrl}\nContent-Type: application/x-www-form-urlencoded\n\n⟦grant_type=nonsense⟧` },
  ],
  'generic.status': [{ name: 'a status that is not documented', text: () => fault('418') }],
  'net.refused': [{ name: 'nobody listens', text: () => '# @retry none\nGET ⟦http://127.0.0.1:1⟧/v2/projects' }],
  'net.reset': [{ name: 'a connection that ends', text: () => fault('reset') }],
  'net.timeout': [{ name: 'no answer', text: () => `# @timeout 300ms\n${fault('hang')}` }],
  'net.tls.protocol': [{ name: 'https to a plain port', text: ({ origin }) => `# @retry none\nGET ⟦${origin.replace('http:', 'https:')}⟧/v2/projects` }],
  'net.truncated': [{ name: 'half a body', text: () => fault('200; body=truncated') }],
};

/** Entries that no request to the sandbox alone can bring about; the network's have tests over sockets of their own. */
export const elsewhere = [
  'net.bad-answer', 'net.dns', 'net.proxy', 'net.redirect', 'net.tls.expired', 'net.tls.self-signed', 'net.tls.unknown-authority',
  'net.tls.wrong-host', 'net.too-large', 'net.unreachable',
];
