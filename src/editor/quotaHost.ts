import * as vscode from 'vscode';
import type { Host, QuotaHost } from '../app/host';
import type { Disposable } from '../base/disposable';
import { DiskPermitStore } from '../disk/quota/permitStore';
import { stateFolder } from '../disk/quota/stateFolder';
import { FallbackPermitStore } from '../quota/fallback';
import { troubleText } from '../quota/trouble';
import { tellWarning } from './messages';
import { QuotaSettings } from './quotaSettings';
import { userSetting } from './vscodeHost';

/** How this window keeps the quota. */
export interface EditorQuota extends QuotaHost, Disposable {
  /** Whether the rule is the workspace's own (`dtHttp.workspaceQuota`). */
  readonly isOfWorkspace: boolean;
}

/** The quota as the user's settings have it, shared with all windows and terminals of the user on this machine. */
export function editorQuota({ clock, random, log }: Pick<Host, 'clock' | 'random' | 'log'>): EditorQuota {
  const settings = new QuotaSettings({ user: userSetting, window: (name) => vscode.workspace.getConfiguration().get<unknown>(name) }, (sentence) => {
    log('warn', sentence);
    void tellWarning(sentence);
  });
  const disk = new DiskPermitStore({ folder: stateFolder(process.platform, process.env), clock, log });
  // Shown by the status bar as long as it lasts; here for whoever reads the log later.
  const store = new FallbackPermitStore(disk, { clock, onTrouble: (trouble) => log('warn', troubleText(trouble)) });
  const { name } = vscode.workspace;
  return {
    self: { id: random.uuid(), name: name === undefined ? 'window' : `window "${name}"` },
    store,
    get rule() {
      return settings.rule;
    },
    get isOfWorkspace() {
      return settings.isOfWorkspace;
    },
    get hostRules() {
      return settings.hostRules;
    },
    get pace() {
      return settings.pace;
    },
    dispose: () => {
      store.dispose();
      disk.dispose();
    },
  };
}
