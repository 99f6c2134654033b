import assert from 'node:assert/strict';
import { isDocumentationUrl } from '../../../src/insight/vendorError';
import type { Circumstance } from '../../fixtures/failures/circumstances';
import { FailureRig } from '../../helpers/failureRig';
import { FailureServers } from '../../helpers/failureServers';

/** What must never be said of a failure, over real sockets and through the whole product. */
interface Row {
  readonly name: string;
  readonly text: string;
  /** The entry that explains it. */
  readonly code: string;
  /** Anywhere but in the evidence. */
  readonly never: RegExp;
  readonly says?: RegExp;
  readonly circumstance?: Circumstance;
}

const account = /\brole\b|administrator|secret|key ID|\bclock\b/;
const rows: readonly Row[] = [
  { name: 'a 403 with a page', text: '⟦GET /projects/{{project}}⟧\nX-Sandbox-Fault: 403; body=html', code: 'answer.gateway', never: /a higher role|administrator|secret|clock/, says: /role may be fine/ },
  { name: 'a 403 with nothing', text: '⟦GET /projects/{{project}}⟧\nX-Sandbox-Fault: 403; body=empty', code: 'answer.gateway', never: /a higher role|administrator|secret|clock/ },
  { name: "a 401 with a gateway's JSON", text: '# @auth none\n⟦GET https://emulator.disruptive-technologies.com/v2/projects/a/devices⟧', code: 'answer.gateway', never: /secret|clock|new (access )?token/ },
  { name: 'a 407 to CONNECT', text: '⟦GET https://{{behindSignInProxy}}/v2/projects⟧', code: 'net.proxy.sign-in', never: account },
  { name: 'a 407 to plain http', text: '⟦GET http://{{behindSignInProxy}}/v2/projects⟧', code: 'net.proxy.sign-in', never: account },
  { name: 'a 403 to CONNECT', text: '⟦GET https://{{behindRefusingProxy}}/v2/projects⟧', code: 'net.proxy.refused', never: account },
  { name: 'a portal in place of the API', text: '# @auth none\n⟦GET https://api.d21s.com/v2/projects⟧', code: 'answer.portal', never: account, says: /sign in/ },
  { name: 'a portal in place of the token endpoint', text: '# @account token-endpoint-behind-a-portal\n⟦GET https://api.disruptive-technologies.com/v2/projects⟧', code: 'auth.proxy', never: /secret|wrong (email|key)/, says: /may be fine/ },
  { name: 'JSON of another host after a redirect', text: '# @auth none\n⟦GET https://api.d21s.com/v2/projects/moved⟧', code: 'answer.status', never: /\brole\b|administrator|no member/ },
  { name: 'the first 503', text: '# @retry none\n⟦GET /projects/{{project}}/devices?page_size=9999⟧\nX-Sandbox-Fault: 503', code: 'dt.503', never: /page_size|change the|"kind":"edit"/ },
  { name: 'a clock that is behind, at the sign-in', text: '⟦GET /projects⟧', code: 'auth.clock', never: /secret|deleted|new key/, circumstance: { serverClockAheadMs: -60_000 } },
  { name: 'a clock that is off, at the API', text: '⟦GET /projects⟧\nX-Sandbox-Fault: 401', code: 'dt.401.clock', never: /secret|deleted|new key/, circumstance: { serverClockAheadMs: 60_000 } },
  { name: 'a device that is hidden', text: 'GET /projects/{{project}}/devices/⟦{{hiddenDevice}}⟧', code: 'dt.404', never: /(?<!says that what the path names )does not exist/, says: /may be missing, or not visible to this account/ },
  { name: 'a project of others', text: 'GET /projects/⟦{{otherProject}}⟧', code: 'dt.403', never: /does not exist/, says: /not a member there, or its role is too low/ },
  { name: 'a code that is of no catalogue', text: '⟦GET {{codedHost}}/E-4711/403⟧', code: 'answer.status', never: /\brole\b|administrator|E-4711|Studio/ },
  { name: 'help on another host', text: '# @auth none\n⟦GET https://api.d21s.com/v2/projects/helpful⟧', code: 'dt.500', never: /evil/ },
];

describe('never wrong, over sockets', () => {
  let servers: FailureServers;
  let shared: FailureRig;
  before(async () => {
    servers = await FailureServers.start();
    shared = await FailureRig.start(servers);
  });
  after(async () => {
    await shared.stop();
    servers.dispose();
  });

  for (const { name, text, code, never, says, circumstance } of rows) {
    it(name, async () => {
      const rig = circumstance ? await FailureRig.start(servers, circumstance) : shared;
      try {
        const { report, blamed } = await rig.run(`# @retry none\n${text.replace('# @retry none\n', '')}`);
        assert.ok(report.failure, report.document);
        const { explanation, span } = report.failure;
        const { headline, doThis, why, fixes, links } = explanation;
        assert.equal(explanation.code, code, headline);
        assert.equal(span.start, blamed.start);
        const said = JSON.stringify([headline, doThis, why, fixes]);
        assert.doesNotMatch(said, never);
        if (says) assert.match(said, says);
        assert.ok(links.every(({ url }) => isDocumentationUrl(url)));
      } finally {
        if (rig !== shared) await rig.stop();
      }
    });
  }
});
