import type { Chance } from '../chance';
import { type DeviceType, deviceTypes } from '../deviceTypes';
import { makeAccounts } from './accounts';
import type { Device, Profile, Project, World } from './entities';
import { makeFurniture } from './furniture';
import type { Landmarks } from './landmarks';
import { type DevicePlan, organizationNames, plans, projectNames } from './plan';

type ProjectKey = keyof typeof plans;

/** The limit itself is not documented, only the message about it ("Max labels reached for device."). */
export const maxLabels = 20;

/**
 * Makes the state that a sandbox starts with, the same for the same seed.
 *
 * @param now Wall clock: when everything was made.
 */
export function makeWorld(chance: Chance, now: number): { readonly world: World; readonly landmarks: Landmarks } {
  const organization = chance.id('organization', 'ours');
  const otherOrganization = chance.id('organization', 'other');
  const keys = Object.keys(plans) as ProjectKey[];
  const ids = keys.map((key) => [key, chance.id('project', key)]);
  const projectIds = Object.fromEntries(ids) as Record<ProjectKey, string>;
  const projects = keys.map((key) =>
    makeProject(projectIds[key], key, key === 'elsewhere' ? otherOrganization : organization),
  );
  const marks: Record<string, string> = {};
  const devices = keys.flatMap((key) => makeDevices(chance, key, projectIds[key], marks));
  devices.push(makeEmulated(chance, projectIds.headOffice, marks));
  const accounts = makeAccounts(chance, organization, projectIds, now);
  const furniture = makeFurniture(chance, organization, projectIds.headOffice, now);
  const forSale = makeForSale(chance, marks as Landmarks['devices']);
  const world: World = {
    ...accounts,
    ...furniture,
    ...forSale,
    members: [...accounts.members, ...furniture.members],
    organizations: [
      { id: organization, displayName: organizationNames.ours },
      { id: otherOrganization, displayName: organizationNames.other },
    ],
    projects,
    devices,
  };
  const none = accounts.credentials.find(({ role }) => role === 'none');
  const landmarks: Landmarks = {
    organization,
    otherOrganization,
    projects: projectIds,
    devices: marks as Landmarks['devices'],
    claim: forSale.landmarks,
    ...furniture.landmarks,
    serviceAccount: none?.id ?? '',
    key: none?.keyId ?? '',
  };
  return { world, landmarks };
}

/** Devices on the shelf, alone and in a kit, and a kit that is in use. */
function makeForSale(chance: Chance, { ccon, temperature }: Landmarks['devices']) {
  const types = ['temperature', 'ccon', 'temperature', 'humidity'] as const;
  const [single, ...inKit] = types.map((type, index): Device => {
    const id = chance.id('device', 'for sale', index);
    return makeDevice(chance, { type, name: '', place: 'technical' }, id, '', gatewaysOf(chance, 'headOffice'));
  });
  const unclaimed = single === undefined ? [] : [single, ...inKit];
  const kit = { id: chance.id('kit', 'new'), displayName: 'Starter kit', devices: inKit.map(({ id }) => id) };
  const used = { id: chance.id('kit', 'used'), displayName: 'Office kit', devices: [ccon, temperature] };
  const landmarks = { device: single?.id ?? '', claimedDevice: temperature, kit: kit.id, claimedKit: used.id };
  return { unclaimed, kits: [kit, used], landmarks };
}

function makeProject(id: string, key: ProjectKey, organization: string): Project {
  return {
    id,
    organization,
    displayName: projectNames[key],
    inventory: key === 'inventory',
    location: { latitude: 59.91, longitude: 10.75, timeLocation: 'Europe/Oslo' },
    labels: {},
    visibleFrom: -Infinity,
  };
}

function makeDevices(chance: Chance, key: ProjectKey, project: string, marks: Record<string, string>): Device[] {
  const planned = plans[key].map((plan, index) => ({ plan, id: chance.id('device', key, index) }));
  const gateways = gatewaysOf(chance, key);
  return planned.map(({ plan, id }) => {
    if (plan.landmark !== undefined) marks[plan.landmark] = id;
    if (key === 'headOffice') marks[plan.type] ??= id;
    return makeDevice(chance, plan, id, project, gateways);
  });
}

function makeDevice(chance: Chance, plan: DevicePlan, id: string, project: string, gateways: readonly string[]): Device {
  return {
    id,
    project,
    type: plan.type,
    productNumber: deviceTypes[plan.type].productNumber,
    labels: makeLabels(plan),
    profile: makeProfile(chance, plan, id, gateways),
    published: [],
    visibleFrom: -Infinity,
  };
}

/** The Cloud Connectors that a project's devices hear: its own, or those of the head office it is part of. */
function gatewaysOf(chance: Chance, key: ProjectKey): readonly string[] {
  const own = plans[key].flatMap((plan, index) => (plan.type === 'ccon' ? [chance.id('device', key, index)] : []));
  return own.length > 0 ? own : gatewaysOf(chance, 'headOffice');
}

function makeLabels(plan: DevicePlan): Record<string, string> {
  const labels: Record<string, string> = { ...(plan.name === '' ? {} : { name: plan.name }), ...plan.labels };
  if (plan.landmark === 'labelled') {
    for (let index = Object.keys(labels).length + 1; index <= maxLabels; index++) labels[`tag-${index}`] = '';
  }
  return labels;
}

function makeProfile(chance: Chance, plan: DevicePlan, id: string, gateways: readonly string[]): Profile {
  const heartbeats: Partial<Record<DeviceType, number>> = { co2: 10 * 60_000, ccon: 60 * 60_000 };
  // Every device hears the first gateway of its project; one in three is in range of the others too.
  const heardBy = gateways.filter((_, index) => index === 0 || chance.at(id, 'range', index) < 0.34);
  return {
    place: plan.place,
    heartbeatMs: heartbeats[plan.type] ?? 15 * 60_000,
    heardBy,
    battery: Math.round(chance.between(40, 100, id, 'battery')),
    ...plan.extra,
  };
}

function makeEmulated(chance: Chance, project: string, marks: Record<string, string>): Device {
  const id = `emu${chance.id('device', 'emulated')}`;
  marks.emulated = id;
  return {
    id,
    project,
    type: 'temperature',
    productNumber: '',
    labels: { name: 'Emulated sensor', 'virtual-sensor': '' },
    profile: undefined,
    published: [],
    visibleFrom: -Infinity,
  };
}
