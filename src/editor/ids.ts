/** Names shared between the manifest and the code; `manifest.test.ts` compares them. */
export const languageId = 'dt-http';

/** Scheme of read-only answer documents. */
export const answerScheme = 'dt-http-answer';

/** What the names of answer documents end with: their language is told by it. */
export const answerSuffix = ' · answer';

/** What the names of documents that show what would be sent end with. */
export const previewSuffix = ' · preview';

/** Scheme of answers that are images: read-only files in memory. */
export const imageScheme = 'dt-http-image';

/** Scheme of the catalogue's pages: `dt-http-catalogue:/dt.404.md`. */
export const catalogueScheme = 'dt-http-catalogue';

/** Context key for `when` clauses: whether the sandbox of this window runs. */
export const sandboxRunsKey = 'dtHttp.sandboxRuns';

/** Languages of other tools' request files, whose text can be run here as it is. */
export const foreignLanguageIds: readonly string[] = ['http', 'rest'];

/** Environment files, for watchers and providers. */
export const environmentFiles = '**/{http-client.env.json,http-client.private.env.json,http-client.env.json.user}';

/** All files that can be run or imported, of whatever tool they are. */
export const requestFiles = '**/*.{http,rest}';

/** Commands of the palette: these are in the manifest. */
export const paletteCommandId = {
  run: 'dtHttp.run',
  runFromHere: 'dtHttp.runFromHere',
  runAll: 'dtHttp.runAll',
  runSelected: 'dtHttp.runSelected',
  runHere: 'dtHttp.runHere',
  rerunLast: 'dtHttp.rerunLast',
  preview: 'dtHttp.preview',
  saveAnswer: 'dtHttp.saveAnswer',
  switchEnvironment: 'dtHttp.switchEnvironment',
  cancel: 'dtHttp.cancel',
  renewAndRetry: 'dtHttp.renewAndRetry',
  addAccount: 'dtHttp.addAccount',
  switchAccount: 'dtHttp.switchAccount',
  removeAccount: 'dtHttp.removeAccount',
  refreshToken: 'dtHttp.refreshToken',
  signOut: 'dtHttp.signOut',
  storeSecret: 'dtHttp.storeSecret',
  removeSecret: 'dtHttp.removeSecret',
  revealSecret: 'dtHttp.revealSecret',
  saveAsAccount: 'dtHttp.saveAsAccount',
  startSandbox: 'dtHttp.startSandbox',
  stopSandbox: 'dtHttp.stopSandbox',
  showQuota: 'dtHttp.showQuota',
  lookUp: 'dtHttp.lookUp',
  askDocumentation: 'dtHttp.askDocumentation',
  copyReport: 'dtHttp.copyReport',
  loadNames: 'dtHttp.loadNames',
  forgetNames: 'dtHttp.forgetNames',
  formatBody: 'dtHttp.formatBody',
  pasteCurl: 'dtHttp.pasteCurl',
  copyAsCurl: 'dtHttp.copyAsCurl',
  copyAsPython: 'dtHttp.copyAsPython',
  copyAsJavaScript: 'dtHttp.copyAsJavaScript',
  showLog: 'dtHttp.showLog',
} as const;

/** Commands behind lenses and fixes, which give them a place: nobody can choose them by name. */
export const linkCommandId = {
  more: 'dtHttp.more',
  explain: 'dtHttp.explain',
  showAnswer: 'dtHttp.showAnswer',
  openStatusPage: 'dtHttp.openStatusPage',
  openSupport: 'dtHttp.openSupport',
  findId: 'dtHttp.findId',
  showPermissions: 'dtHttp.showPermissions',
  reread: 'dtHttp.reread',
  moveToSecretStorage: 'dtHttp.moveToSecretStorage',
} as const;

/** Every command of the product by its short name: those of the palette, and those that links and buttons run. */
export const commandId = { ...paletteCommandId, ...linkCommandId } as const;
