import type { Route } from '../router';
import { claimRoutes } from './claim';
import { connectorRoutes } from './connectors';
import { contactRoutes } from './contacts';
import { deviceBatchRoutes } from './deviceBatch';
import { deviceRoutes } from './devices';
import { emulatorRoutes } from './emulator';
import { eventRoutes } from './events';
import { labelRoutes } from './labels';
import { memberRoutes } from './members';
import { organizationRoutes } from './organizations';
import { projectRoutes } from './projects';
import { receiverRoutes } from './receivers';
import { roleRoutes } from './roles';
import { serviceAccountRoutes } from './serviceAccounts';
import { streamRoutes } from './streams';

/** Every endpoint of the API and the emulator, and what the sandbox adds. */
export const routes: readonly Route[] = [
  ...organizationRoutes,
  ...projectRoutes,
  ...roleRoutes,
  ...deviceRoutes,
  ...deviceBatchRoutes,
  ...labelRoutes,
  ...eventRoutes,
  ...emulatorRoutes,
  ...claimRoutes,
  ...connectorRoutes,
  ...contactRoutes,
  ...memberRoutes,
  ...serviceAccountRoutes,
  ...streamRoutes,
  ...receiverRoutes,
];
