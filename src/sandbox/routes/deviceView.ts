import { reportedBy } from '../events/reported';
import type { Store } from '../store';
import type { Device } from '../world/entities';

/** A device as the API shows it. */
export function renderDevice(device: Device, store: Store): object {
  const reported = reportedBy(store, device);
  return {
    name: deviceName(device),
    type: device.type,
    productNumber: device.productNumber,
    labels: device.labels,
    ...(reported === undefined ? {} : { reported }),
  };
}

/** `projects/abc/devices/def`: of the project that the device is in now. */
export function deviceName(device: Device): string {
  return `projects/${device.project}/devices/${device.id}`;
}

/** Takes a resource name apart; undefined when it is none. A leading slash makes it none. */
export function parseDeviceName(name: string): { readonly project: string; readonly device: string } | undefined {
  const [, project, device] = /^projects\/([^/]+)\/devices\/([^/]+)$/.exec(name) ?? [];
  return project === undefined || device === undefined ? undefined : { project, device };
}
