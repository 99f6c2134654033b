// One of the processes that contend for permits. Started by `cost.ts` with a {@link PermitLoad}.
import { once } from 'node:events';
import process from 'node:process';
import { type PermitLoad, permitCosts } from './permits';

async function main(load: PermitLoad): Promise<void> {
  process.once('disconnect', () => process.exit(1));
  process.send?.('ready');
  await once(process, 'message');
  const costs = await permitCosts(load);
  process.removeAllListeners('disconnect');
  process.send?.(costs, () => process.disconnect());
}

void main(JSON.parse(process.argv[2] ?? '') as PermitLoad);
