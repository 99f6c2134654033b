import path from 'node:path';
import process from 'node:process';
import type { Host, QuotaHost } from '../app/host';
import type { Disposable } from '../base/disposable';
import { DiskPermitStore } from '../disk/quota/permitStore';
import { stateFolder } from '../disk/quota/stateFolder';
import { FallbackPermitStore } from '../quota/fallback';
import type { QuotaRule } from '../quota/permits';
import { tooMuch } from '../quota/rule';
import { documentedRules } from '../quota/scope';
import { troubleText } from '../quota/trouble';
import { plainLine } from './format/plain';
import type { Io } from './io';

/**
 * The quota of a run in the terminal, shared with all windows and terminals of the user on this
 * machine. Nothing is on the disk before a request that is counted. What keeps it from being shared is
 * told once, on `io.err`, and so is a share that is larger than DT's quota.
 *
 * @param share What `--quota` says; missing: the documented quota.
 */
export function terminalQuota({ clock, random, log }: Pick<Host, 'clock' | 'random' | 'log'>, io: Pick<Io, 'cwd' | 'env' | 'err' | 'home'>, share: QuotaRule | undefined): QuotaHost & Disposable {
  const told = new Set<string>();
  const disk = new DiskPermitStore({ folder: stateFolder(process.platform, io.env, io.home), clock, log });
  const store = new FallbackPermitStore(disk, {
    clock,
    onTrouble: (trouble) => {
      if (!told.has(trouble.code)) io.err(`dt-http: ${plainLine(troubleText(trouble, share !== undefined))}\n`);
      told.add(trouble.code);
    },
  });
  const warning = share && tooMuch(share);
  if (warning !== undefined) io.err(`dt-http: --quota: ${warning}\n`);
  const folder = path.basename(io.cwd);
  return {
    self: { id: random.uuid(), name: folder === '' ? 'terminal' : `terminal in "${plainLine(folder)}"` },
    store,
    ...documentedRules,
    ...(share && { rule: share, isOwnShare: true }),
    pace: 'spread',
    dispose: () => {
      store.dispose();
      disk.dispose();
    },
  };
}
