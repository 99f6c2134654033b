import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { ForwardProxy } from '../helpers/forwardProxy';
import { makeCertificate } from '../sandbox/http/certificates';
import { testAuthority } from './authority';

/** What every account of {@link PretendedDt} has: an organization, a project and a device in it. */
export const ids = { organization: 'c4organization000000', project: 'c4project00000000000', device: 'c4device000000000000' } as const;
const project = `projects/${ids.project}`;

/** The first segment of an email, e.g. `north` of `north@c0test.serviceaccount.d21s.com`, is in all names that its account sees. */
const lists = (who: string): Readonly<Record<string, unknown>> => ({
  '/v2/organizations': { organizations: [{ name: `organizations/${ids.organization}`, displayName: `Owner of ${who}` }] },
  '/v2/projects': { projects: [{ name: project, displayName: `Plant of ${who}`, organization: `organizations/${ids.organization}`, organizationDisplayName: `Owner of ${who}` }] },
  [`/v2/${project}/devices`]: { devices: [{ name: `${project}/devices/${ids.device}`, type: 'temperature', labels: { name: `Freezer of ${who}` }, reported: {} }] },
  [`/v2/${project}/dataconnectors`]: { dataConnectors: [] },
  [`/v2/${project}/serviceaccounts`]: { serviceAccounts: [] },
});

/** Plays DT's token endpoint and lists on this machine, for accounts of any key: names that are kept are those of DT's accounts. */
export class PretendedDt {
  private constructor(
    /** Leads DT's hosts here, and no other host anywhere. */
    readonly proxy: ForwardProxy,
    private readonly server: https.Server,
  ) {}

  static async start(): Promise<PretendedDt> {
    const hosts = ['identity', 'api'].map((name) => `${name}.disruptive-technologies.com`);
    const { key, cert } = makeCertificate({ name: 'dt', issuer: testAuthority, hosts });
    const server = https.createServer({ key, cert }, ({ url = '', headers: { authorization = '' } }, response) => {
      const answer = (value: unknown) => response.writeHead(value === undefined ? 404 : 200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value ?? {}));
      if (url !== '/oauth2/token') return void answer(lists(authorization.replace('Bearer token-of-', ''))[url.replace(/\?.*/, '')]);
      let body = '';
      const request = response.req.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      request.on('end', () => {
        const [, payload = ''] = (new URLSearchParams(body).get('assertion') ?? '').split('.');
        const { iss } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly iss: string };
        answer({ access_token: `token-of-${iss.replace(/@.*/, '')}`, token_type: 'Bearer', expires_in: 3600 });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new PretendedDt(await ForwardProxy.start({ routes: new Map(hosts.map((host) => [`${host}:443`, port])) }), server);
  }

  dispose(): void {
    this.proxy.dispose();
    this.server.closeAllConnections();
    this.server.close();
  }
}
