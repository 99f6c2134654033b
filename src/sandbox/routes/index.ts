import type { Route } from '../router';
import { deviceBatchRoutes } from './deviceBatch';
import { deviceRoutes } from './devices';
import { emulatorRoutes } from './emulator';
import { eventRoutes } from './events';
import { labelRoutes } from './labels';
import { notServedRoutes } from './notServed';
import { organizationRoutes } from './organizations';
import { projectRoutes } from './projects';
import { roleRoutes } from './roles';

/** Every endpoint of the API and the emulator. */
export const routes: readonly Route[] = [
  ...organizationRoutes,
  ...projectRoutes,
  ...roleRoutes,
  ...deviceRoutes,
  ...deviceBatchRoutes,
  ...labelRoutes,
  ...eventRoutes,
  ...emulatorRoutes,
  ...notServedRoutes,
];
