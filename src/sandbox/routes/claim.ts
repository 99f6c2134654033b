import { textList } from '../body';
import { ApiError, badRequest, invalid, notFound } from '../errors';
import type { Call, Route } from '../router';
import type { Store } from '../store';
import type { Device, Kit } from '../world/entities';

export const claimRoutes: readonly Route[] = [
  { host: 'api', method: 'GET', path: '/claimInfo', answer: info },
  { host: 'api', method: 'GET', path: '/:claim-info', answer: moved },
  { host: 'api', method: 'POST', path: '/projects/{project}/devices:claim', answer: claim },
];

/** The path of older clients redirects (Python client, v1.5.3); with which status is not documented. */
function moved({ query }: Call): never {
  const identifier = encodeURIComponent(query.text('identifier') ?? '');
  throw new ApiError(308, 'the path is /claimInfo now', { Location: `/v2/claimInfo?identifier=${identifier}` });
}

function info({ query, store }: Call): object {
  const id = query.text('identifier');
  if (!id) throw badRequest('identifier is required');
  const organization = query.text('organization');
  if (organization !== undefined) {
    const [, name] = /^organizations\/([^/]+)$/.exec(organization) ?? [];
    if (name === undefined) throw invalid('organization', `"${organization}" is not organizations/{organization}`);
    if (store.organization(name) === undefined) throw notFound(`organization "${name}"`);
  }
  const kit = store.kits.find((each) => each.id === id);
  if (kit !== undefined) return { type: 'KIT', kit: renderKit(kit, store) };
  const device = findDevice(store, id);
  if (device === undefined) throw notFound(`kit or device "${id}"`);
  return { type: 'DEVICE', device: render(device, isClaimed(store, device)) };
}

/**
 * Brings devices and the devices of kits into the project; what cannot be claimed is told inside the
 * 200 (Python client). Claims unless `dryRun=true`: the default of the API is not documented.
 */
function claim(call: Call): object {
  const { access, params: { project: id = '' }, query, store } = call;
  // By name no permission fits; the role is the one for claiming in DT Studio (help centre, claiming).
  const project = access.project(id, 'device.transfer');
  const dryRun = query.text('dryRun') ?? 'false';
  if (dryRun !== 'true' && dryRun !== 'false') throw invalid('dryRun', 'must be true or false');
  const fields = call.body();
  const kitIds = textList(fields, 'kitIds');
  const deviceIds = textList(fields, 'deviceIds');
  if (kitIds.length + deviceIds.length === 0) throw badRequest('deviceIds or kitIds is required');
  const kits = kitIds.map((kitId) => store.kits.find((kit) => kit.id === kitId) ?? kitId);
  const wanted = new Set([...kits.flatMap((kit) => (typeof kit === 'string' ? [] : kit.devices)), ...deviceIds]);
  const claimed: Device[] = [];
  const errors: object[] = [];
  for (const deviceId of wanted) {
    const device = findDevice(store, deviceId);
    if (device === undefined) errors.push({ deviceId, code: 'NOT_FOUND', message: 'The device was not found' });
    else if (isClaimed(store, device)) {
      errors.push({ deviceId, code: 'ALREADY_CLAIMED', message: 'The device was previously claimed' });
    } else claimed.push(device);
  }
  for (const device of dryRun === 'true' ? [] : claimed) {
    store.unclaimed.delete(device.id);
    store.addDevice(Object.assign(device, { project: project.id, visibleFrom: store.visibleFrom() }));
  }
  const missing = kits.filter((kit) => typeof kit === 'string');
  return {
    claimedDevices: claimed.map((device) => render(device, true)),
    claimErrors: {
      devices: errors,
      kits: missing.map((kitId) => ({ kitId, code: 'NOT_FOUND', message: 'The kit was not found' })),
    },
  };
}

/** On the shelf or in a project. An emulated device cannot be claimed: it is not found. */
function findDevice(store: Store, id: string): Device | undefined {
  const device = store.unclaimed.get(id) ?? store.anyDevice(id);
  return device?.profile === undefined ? undefined : device;
}

function isClaimed(store: Store, device: Device): boolean {
  return !store.unclaimed.has(device.id);
}

function render({ id, type, productNumber }: Device, claimed: boolean): object {
  return { deviceId: id, deviceType: type, productNumber, isClaimed: claimed };
}

function renderKit(kit: Kit, store: Store): object {
  const devices = kit.devices.flatMap((id) => findDevice(store, id) ?? []);
  const count = (connectors: boolean): object => {
    const counted = devices.filter(({ type }) => (type === 'ccon') === connectors);
    return { totalCount: counted.length, claimedCount: counted.filter((device) => isClaimed(store, device)).length };
  };
  return {
    kitId: kit.id,
    displayName: kit.displayName,
    sensors: count(false),
    cloudConnectors: count(true),
    devices: devices.map((device) => render(device, isClaimed(store, device))),
  };
}
