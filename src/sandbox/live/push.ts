import { createHash } from 'node:crypto';
import { signJwt } from '../jwt';
import type { Store } from '../store';
import type { Connector, Device } from '../world/entities';
import type { LiveEvent } from './live';

/** Attempts that the metrics of one Data Connector look back on. */
const maxAttempts = 1000;

/** Whether events go anywhere: only receivers of the sandbox itself are pushed to, as it opens no connection. */
export function isPushing({ type, status, config }: Connector, { receivers }: Store): boolean {
  return type === 'HTTP_PUSH' && status === 'ACTIVE' && receivers.find(String(config.url)) !== undefined;
}

/** Pushes an event to every Data Connector of its project that takes it. */
export function push(event: LiveEvent, store: Store): void {
  for (const connector of store.connectors.list(`projects/${event.device.project}`)) pushTo(connector, event, store);
}

/**
 * One push: the body and its signature as the Data Connector page has them. A failed one is not repeated:
 * when DT does that is not documented.
 */
export function pushTo(connector: Connector, { device, type, envelope }: LiveEvent, store: Store): void {
  const { config, events, pushes } = connector;
  if (!isPushing(connector, store) || (events.length > 0 && !events.includes(type))) return;
  const labels = Object.fromEntries(Object.entries(device.labels).filter(([key]) => connector.labels.includes(key)));
  const body = JSON.stringify({ event: envelope, labels, metadata: metadata(device) });
  const secret = String(config.signatureSecret);
  const at = store.clock.now();
  const headers = {
    ...(config.headers as Record<string, string>),
    'Content-Type': 'application/json',
    ...(secret === '' ? {} : { 'X-Dt-Signature': sign(body, secret, at) }),
  };
  const status = store.receivers.take(String(config.url), { at, headers, body });
  pushes.push({ at, ok: status >= 200 && status < 300 });
  if (pushes.length > maxAttempts) pushes.shift();
}

function metadata({ id, project, type, productNumber }: Device): object {
  return { deviceId: id, projectId: project, deviceType: type, productNumber };
}

/** The claims as DT's integrations check them. Source: Data Connector page. */
function sign(body: string, secret: string, now: number): string {
  const digest = (algorithm: string): string => createHash(algorithm).update(body).digest('hex');
  const iat = Math.floor(now / 1000);
  const checksums = { checksum: digest('sha1'), checksum_sha256: digest('sha256') };
  return signJwt({ ...checksums, iat, exp: iat + 3600, jti: digest('md5') }, secret);
}
